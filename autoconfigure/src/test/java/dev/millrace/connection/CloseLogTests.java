package dev.millrace.connection;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.testing.RawClient;
import dev.millrace.worker.CloseReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The line that is written when a connection ends.
 */
@Timeout(60)
class CloseLogTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger("millrace.connections");

	private final @Nullable Level level = this.logger.getLevel();

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	CloseLogTests() {
		this.lines.start();
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void restore() {
		this.logger.detachAppender(this.lines);
		this.logger.setLevel(this.level);
	}

	@Test
	void eachEndIsOneLine() {
		this.logger.setLevel(Level.DEBUG);
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE)) {
			String request = "GET /cold HTTP/1.1\r\nHost: test\r\n\r\n";
			long received = 0;
			RawClient client = new RawClient(server.port());
			for (int i = 0; i < 3; i++) {
				RawClient.Response response = client.send(request).read();
				received += response.statusLine().length() + 2 + response.head().length() + response.body().length();
			}
			long first = server.connections().get(0).id();
			client.close();
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.CLIENT)).isOne());
			try (RawClient silent = new RawClient(server.port())) {
				await().untilAsserted(() -> assertThat(server.connections()).hasSize(1));
				long second = server.connections().get(0).id();
				server.registry().close(second, CloseReason.OPERATOR).join();
				assertThat(silent.closed()).isTrue();
				await().until(() -> this.lines.list.size() >= 2);
				List<ILoggingEvent> written = List.copyOf(this.lines.list);
				assertThat(written).extracting(ILoggingEvent::getLevel).containsExactly(Level.DEBUG, Level.DEBUG);
				assertThat(written.get(0).getFormattedMessage())
					.matches("closed id=%d reason=client ageMillis=\\d+ bytesIn=%d bytesOut=%d requests=3"
						.formatted(first, 3 * request.length(), received));
				assertThat(written.get(1).getFormattedMessage())
					.matches("closed id=%d reason=operator ageMillis=\\d+ bytesIn=0 bytesOut=0 requests=0"
						.formatted(second));
			}
		}
	}

	@Test
	void nothingIsWrittenUnlessAskedFor() {
		this.logger.setLevel(Level.INFO);
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE)) {
			try (RawClient client = new RawClient(server.port())) {
				client.get("/cold").read();
			}
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.CLIENT)).isOne());
			assertThat(this.lines.list).isEmpty();
		}
	}

}
