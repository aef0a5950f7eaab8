package dev.millrace.exchange;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.connection.KeepAlive;
import dev.millrace.exchange.syntax.HttpRules;
import dev.millrace.exchange.syntax.StrictMode;
import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.StreamClient;
import dev.millrace.testing.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of RFC 9113 for requests: a malformed one costs its stream, never the
 * connection.
 */
@Timeout(60)
class StrictStreamTests {

	private static PipelineServer server;

	private static StreamClient client;

	@BeforeAll
	static void start() {
		server = new PipelineServer(List.of(Heads.HOT), KeepAlive.UNLIMITED, Wire.H2C.server(),
				new HttpRules(StrictMode.AUTO, Integer.MAX_VALUE, Long.MAX_VALUE));
		client = new StreamClient(server.port());
	}

	@AfterAll
	static void stop() {
		client.close();
		server.close();
	}

	/** Sends a good head with more fields, or with other pseudo-header fields. */
	private static String send(String path, String authority, String... more) {
		List<String> fields = new ArrayList<>(List.of(":method", "GET", ":scheme", "http"));
		if (path != null) {
			fields.addAll(List.of(":path", path));
		}
		if (authority != null) {
			fields.addAll(List.of(":authority", authority));
		}
		fields.addAll(List.of(more));
		return client.send(fields.toArray(String[]::new));
	}

	private static void refused(String answer) {
		assertThat(answer).isIn("400", "reset 1");
		assertThat(send("/", "test")).as("the connection lives").isEqualTo("200");
		assertThat(client.isOpen()).isTrue();
	}

	// RFC 9113 section 8.3.1

	@Test
	void hostAndAuthorityAreBothWelcomeWhenEqual() {
		assertThat(send("/", "test")).isEqualTo("200");
		assertThat(send("/", "test", "host", "test")).isEqualTo("200");
		assertThat(send("/", null, "host", "test")).isEqualTo("200");
		assertThat(send("/", null)).isEqualTo("200");
		refused(send("/", "test", "host", "other"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "user@test", "a/b", "a:b" })
	void anAuthorityIsAHost(String authority) {
		refused(send("/", authority));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*", "a", "/a b", "/\u00E4", "/\u0001", "/a\nb", "ftp://a/" })
	void aPathIsATarget(String path) {
		refused(send(path, "test"));
	}

	@Test
	void aPathIsThere() {
		refused(send(null, "test"));
	}

	// RFC 9113 sections 8.2.1 and 8.2.2

	@ParameterizedTest
	@ValueSource(strings = { "X-Upper: a", "connection: close", "transfer-encoding: chunked", "upgrade: h2c",
			"keep-alive: 5", "proxy-connection: close", "te: gzip", "content-length: 5", ":unknown: a", ":status: 200",
			"x y: a" })
	void fieldsAreWellFormed(String field) {
		int colon = field.indexOf(':', 1);
		refused(send("/", "test", field.substring(0, colon), field.substring(colon + 2)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\rb", "a\nb", "a\0b" })
	void valuesAreWellFormed(String value) {
		refused(send("/", "test", "x", value));
	}

}
