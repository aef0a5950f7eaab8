package dev.millrace.connection;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import dev.millrace.connection.accept.ConnectionLimits;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.TestCertificate;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.tcp.SslProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a connection knows of its TLS handshake, over sockets.
 */
@Timeout(60)
class TlsFactsTests {

	private static final byte[] REQUEST = "GET /cold HTTP/1.1\r\nHost: test\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private static final ApplicationProtocolConfig ALPN = new ApplicationProtocolConfig(Protocol.ALPN,
			SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, "http/1.1");

	private static ConnectionServer server(ClientAuth clientAuth) {
		SslProvider.GenericSslContextSpec<?> context = Http11SslContextSpec.forServer(TestCertificate.keys())
			.configure((builder) -> builder.clientAuth(clientAuth)
				.trustManager(InsecureTrustManagerFactory.INSTANCE)
				.applicationProtocolConfig(ALPN));
		return new ConnectionServer(new ConnectionSettings(KeepAlive.UNLIMITED, Timeouts.NONE, Throttling.NONE),
				ConnectionLimits.NONE, (server) -> server.secure((tls) -> tls.sslContext(context)));
	}

	private static SSLContext client(boolean certificate) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		KeyManager[] keys = certificate ? TestCertificate.keys().getKeyManagers() : new KeyManager[0];
		context.init(keys, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());
		return context;
	}

	private static TlsFacts facts(ConnectionServer server, SSLContext client, @Nullable String name, String version)
			throws Exception {
		try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", server.port())) {
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setProtocols(new String[] { version });
			parameters.setApplicationProtocols(new String[] { "http/1.1" });
			if (name != null) {
				parameters.setServerNames(List.of(new SNIHostName(name)));
			}
			socket.setSSLParameters(parameters);
			socket.getOutputStream().write(REQUEST);
			assertThat(socket.getInputStream().read()).isEqualTo('H');
			AtomicReference<TlsFacts> facts = new AtomicReference<>();
			int port = socket.getLocalPort();
			server.registry().forEach((connection) -> {
				if (connection.remoteAddress().toString().endsWith(":" + port)) {
					facts.set(connection.tls());
				}
			}).join();
			assertThat(facts.get()).isNotNull();
			return facts.get();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void nameProtocolAndCertificateOfTheClientAreKnown(String version) throws Exception {
		try (ConnectionServer server = server(ClientAuth.REQUIRE)) {
			SSLContext client = client(true);
			// The second connection resumes the session of the first.
			for (int i = 0; i < 2; i++) {
				TlsFacts facts = facts(server, client, "shop.example", version);
				assertThat(facts.protocol()).isEqualTo(version);
				assertThat(facts.cipherSuite()).startsWith("TLS_");
				assertThat(facts.applicationProtocol()).isEqualTo("http/1.1");
				assertThat(facts.serverName()).isEqualTo("shop.example");
				assertThat(facts.clientCertificates()).singleElement()
					.satisfies((certificate) -> assertThat(certificate.getSubjectX500Principal().getName())
						.isEqualTo("CN=127.0.0.1"));
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NONE", "OPTIONAL" })
	void aClientThatSaysNothingIsUnknown(ClientAuth clientAuth) throws Exception {
		try (ConnectionServer server = server(clientAuth)) {
			TlsFacts facts = facts(server, client(false), null, "TLSv1.3");
			assertThat(facts.serverName()).isNull();
			assertThat(facts.clientCertificates()).isEmpty();
		}
	}

	@Test
	void aCertificateThatIsNotAskedForIsNotRead() throws Exception {
		try (ConnectionServer server = server(ClientAuth.NONE)) {
			assertThat(facts(server, client(true), null, "TLSv1.3").clientCertificates()).isEmpty();
		}
	}

	@Test
	void aConnectionWithoutTlsHasNoFacts() {
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE);
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			server.registry().forEach((connection) -> assertThat(connection.tls()).isNull()).join();
		}
	}

}
