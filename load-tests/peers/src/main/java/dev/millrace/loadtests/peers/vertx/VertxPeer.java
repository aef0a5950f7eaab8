package dev.millrace.loadtests.peers.vertx;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/**
 * Vert.x with its native transport and one verticle per processor.
 */
public final class VertxPeer extends VerticleBase {

	private static final int BACKLOG = 4096;

	private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain");

	private static final CharSequence LENGTH = HttpHeaders.createOptimized("13");

	private static final Buffer HELLO = Buffer.buffer("Hello, World!");

	/**
	 * Starts the server.
	 * @param args not used
	 */
	public static void main(String[] args) {
		int processors = Runtime.getRuntime().availableProcessors();
		Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(processors));
		// Verticles that ask for the same negative port share one free port
		vertx.deployVerticle(VertxPeer.class, new DeploymentOptions().setInstances(processors))
			.onSuccess((id) -> System.out.println("Vert.x is ready"))
			.onFailure((failure) -> {
				failure.printStackTrace();
				System.exit(1);
			});
	}

	@Override
	public Future<?> start() {
		HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(-1).setAcceptBacklog(BACKLOG);
		return this.vertx.createHttpServer(options)
			.requestHandler(VertxPeer::answer)
			.listen()
			.onSuccess(VertxPeer::report);
	}

	private static void report(HttpServer server) {
		System.out.println("Vert.x started on port " + server.actualPort());
	}

	private static void answer(HttpServerRequest request) {
		if (HttpMethod.GET.equals(request.method()) && "/plaintext".equals(request.path())) {
			request.response()
				.putHeader(HttpHeaders.CONTENT_TYPE, TEXT)
				.putHeader(HttpHeaders.CONTENT_LENGTH, LENGTH)
				.end(HELLO);
		}
		else {
			request.response().setStatusCode(404).end();
		}
	}

}
