package dev.millrace.testing;

import java.util.function.UnaryOperator;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;

/**
 * The protocols that a server and its clients speak in tests.
 */
public enum Wire {

	HTTP_1, TLS, H2C, H2;

	public boolean tls() {
		return this == TLS || this == H2;
	}

	public boolean streams() {
		return this == H2C || this == H2;
	}

	public UnaryOperator<HttpServer> server() {
		return switch (this) {
			case HTTP_1 -> (server) -> server;
			case TLS -> (server) -> secure(server, Http11SslContextSpec.forServer(TestCertificate.keys()));
			case H2C -> (server) -> server.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C);
			case H2 -> (server) -> secure(server.protocol(HttpProtocol.HTTP11, HttpProtocol.H2),
					Http2SslContextSpec.forServer(TestCertificate.keys()));
		};
	}

	private static HttpServer secure(HttpServer server, SslProvider.GenericSslContextSpec<?> spec) {
		return server.secure((ssl) -> ssl.sslContext(spec));
	}

	public HttpClient client(PipelineServer server) {
		return client(server.port());
	}

	public HttpClient client(int port) {
		HttpClient client = HttpClient.create().host("127.0.0.1").port(port);
		return switch (this) {
			case HTTP_1 -> client;
			case TLS -> secure(client, Http11SslContextSpec.forClient().configure(Wire::trust));
			case H2C -> client.protocol(HttpProtocol.H2C);
			case H2 -> secure(client.protocol(HttpProtocol.H2), Http2SslContextSpec.forClient().configure(Wire::trust));
		};
	}

	private static HttpClient secure(HttpClient client, SslProvider.GenericSslContextSpec<?> spec) {
		return client.secure((ssl) -> ssl.sslContext(spec));
	}

	private static void trust(SslContextBuilder context) {
		context.trustManager(InsecureTrustManagerFactory.INSTANCE);
	}

	public RawClient rawClient(PipelineServer server) {
		return rawClient(server.port());
	}

	public RawClient rawClient(int port) {
		return tls() ? RawClient.tls(port) : new RawClient(port);
	}

	public StreamClient streamClient(int port) {
		return tls() ? StreamClient.tls(port) : new StreamClient(port);
	}

}
