package dev.millrace.sample;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Application with HTTPS and HTTP/2.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ActiveProfiles("tls")
class TlsServerTests {

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@CsvSource({ "H2,/plaintext", "H2,/webflux/plaintext", "HTTP11,/plaintext", "HTTP11,/webflux/plaintext" })
	void routesAreAnswered(HttpProtocol protocol, String path) {
		HttpClient client = HttpClient.create().protocol(protocol).secure((ssl) -> ssl.sslContext(trusting(protocol)));
		String answer = client.get()
			.uri("https://localhost:" + this.port + path)
			.responseSingle(
					(response, body) -> body.asString().map((text) -> response.version().majorVersion() + " " + text))
			.block();
		assertThat(answer).isEqualTo(((protocol == HttpProtocol.H2) ? 2 : 1) + " Hello, World!");
	}

	private static SslProvider.GenericSslContextSpec<?> trusting(HttpProtocol protocol) {
		SslProvider.GenericSslContextSpec<SslContextBuilder> spec = (protocol == HttpProtocol.H2)
				? Http2SslContextSpec.forClient() : Http11SslContextSpec.forClient();
		return spec.configure((context) -> context.trustManager(InsecureTrustManagerFactory.INSTANCE));
	}

}
