package dev.millrace.autoconfigure;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import dev.millrace.testing.Requests;
import dev.millrace.testing.RunningServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings of Boot that must go on working.
 */
@ExtendWith(OutputCaptureExtension.class)
class BootSettingsTests {

	private final ReactiveWebApplicationContextRunner runner = RunningServers.runner();

	@Test
	void compression() {
		this.runner.withPropertyValues("server.compression.enabled=true", "server.compression.min-response-size=1B")
			.run((context) -> assertThat(Requests.answer(Requests.port(context), "/", "Accept-Encoding: gzip"))
				.containsIgnoringCase("content-encoding: gzip"));
	}

	@Test
	void limitOfTheRequestHead() {
		this.runner.withPropertyValues("server.max-http-request-header-size=1KB")
			.run((context) -> assertThat(Requests.answer(Requests.port(context), "/", "X: " + "x".repeat(1200)))
				.contains(" 431 "));
	}

	@Test
	void forwardedHeaders() {
		this.runner.withPropertyValues("server.forward-headers-strategy=native")
			.withBean(NettyRouteProvider.class, BootSettingsTests::addressRoute)
			.run((context) -> assertThat(
					Requests.answer(Requests.port(context), "/address", "X-Forwarded-For: 192.0.2.7"))
				.endsWith("192.0.2.7"));
	}

	@Test
	void routesNextToTheApplication() {
		this.runner.withBean(NettyRouteProvider.class, BootSettingsTests::addressRoute).run((context) -> {
			assertThat(Requests.get(Requests.port(context), "/address")).isEqualTo("127.0.0.1");
			assertThat(Requests.get(Requests.port(context), "/")).startsWith("millrace-");
		});
	}

	@Test
	void http2InCleartext() {
		this.runner.withPropertyValues("server.http2.enabled=true").run((context) -> {
			try (Socket socket = new Socket("localhost", Requests.port(context))) {
				socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				socket.getOutputStream().write(new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0 });
				byte[] frame = socket.getInputStream().readNBytes(9);
				// The type of the first frame of the server is SETTINGS.
				assertThat(frame[3]).isEqualTo((byte) 4);
			}
		});
	}

	@Test
	void tlsAndHttp2(@TempDir Path directory, CapturedOutput output) throws Exception {
		Path store = keyStore(directory);
		this.runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("server.ssl.key-store=" + store.toUri(), "server.ssl.key-store-password=secret",
					"server.http2.enabled=true")
			.run((context) -> {
				HttpClient client = HttpClient.newBuilder().sslContext(trustingAll()).build();
				HttpResponse<String> response = client.send(
						HttpRequest.newBuilder(URI.create("https://localhost:" + Requests.port(context))).build(),
						HttpResponse.BodyHandlers.ofString());
				assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
				assertThat(response.body()).startsWith("millrace-");
				assertThat(output).contains("(https)");
			});
	}

	private static NettyRouteProvider addressRoute() {
		return (routes) -> routes.get("/address", (request, response) -> response
			.sendString(Mono.just(request.remoteAddress().getAddress().getHostAddress())));
	}

	private static Path keyStore(Path directory) throws Exception {
		Path store = directory.resolve("server.p12");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"san=dns:localhost", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "secret")
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return store;
	}

	private static SSLContext trustingAll() throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, new TrustManager[] { new TrustEveryone() }, null);
		return context;
	}

	/** Does not look at certificates. */
	private static final class TrustEveryone extends X509ExtendedTrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
