package dev.millrace.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.TestFilter;
import dev.millrace.testing.Wire;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.http.client.HttpClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files as answers: by the kernel in cleartext, in pieces elsewhere and for filters.
 */
@Timeout(60)
class FileAnswerTests {

	private static final int SIZE = 300_000;

	@TempDir
	Path directory;

	private Path file;

	private String content;

	@BeforeEach
	void writeFile() throws IOException {
		StringBuilder text = new StringBuilder();
		while (text.length() < SIZE) {
			text.append(text.length()).append(' ');
		}
		this.content = text.substring(0, SIZE);
		this.file = Files.writeString(this.directory.resolve("file"), this.content);
	}

	private TestFilter part(long offset, long length) {
		return new TestFilter().request(
				(exchange) -> new Answer.File(200, new DefaultHttpHeaders().set("x", "y"), this.file, offset, length));
	}

	private static String get(Wire wire, PipelineServer server) {
		return wire.client(server)
			.get()
			.uri("/")
			.responseContent()
			.aggregate()
			.asString()
			.defaultIfEmpty("")
			.block(Duration.ofSeconds(10));
	}

	@ParameterizedTest
	@EnumSource
	void aPartOfAFileIsSent(Wire wire) {
		try (PipelineServer server = PipelineServer.speaking(wire, part(0, SIZE))) {
			assertThat(get(wire, server)).isEqualTo(this.content);
			assertThat(get(wire, server)).isEqualTo(this.content);
		}
		try (PipelineServer server = PipelineServer.speaking(wire, part(10, 100_000))) {
			assertThat(get(wire, server)).isEqualTo(this.content.substring(10, 100_010));
			server.awaitOutcomes(Outcome.ANSWERED);
		}
		try (PipelineServer server = PipelineServer.speaking(wire, part(10, 0))) {
			assertThat(get(wire, server)).isEmpty();
			server.awaitOutcomes(Outcome.ANSWERED);
		}
	}

	@ParameterizedTest
	@EnumSource
	void filtersSeeTheBytes(Wire wire) {
		TestFilter upper = new TestFilter().responseBody((exchange, piece) -> {
			// In an array: leak detection would take note of each access to the buffer.
			byte[] bytes = ByteBufUtil.getBytes(piece);
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] = (bytes[i] == ' ') ? (byte) '-' : bytes[i];
			}
			return piece.setBytes(piece.readerIndex(), bytes);
		});
		try (PipelineServer server = PipelineServer.speaking(wire, upper, part(0, SIZE))) {
			assertThat(get(wire, server)).isEqualTo(this.content.replace(' ', '-'));
		}
	}

	@ParameterizedTest
	@EnumSource
	void headHasTheLengthOnly(Wire wire) {
		try (PipelineServer server = PipelineServer.speaking(wire, part(0, SIZE))) {
			HttpClient client = wire.client(server);
			String length = client.head()
				.uri("/")
				.responseSingle((response, body) -> body.asString(StandardCharsets.US_ASCII)
					.defaultIfEmpty("")
					.map((text) -> response.responseHeaders().get("content-length") + text))
				.block(Duration.ofSeconds(10));
			assertThat(length).isEqualTo(String.valueOf(SIZE));
			server.awaitOutcomes(Outcome.ANSWERED);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1", "TLS" })
	void filesArePipelined(Wire wire) {
		try (PipelineServer server = PipelineServer.speaking(wire, part(0, SIZE));
				RawClient client = wire.rawClient(server)) {
			Thread sender = new Thread(() -> client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n".repeat(100)), "sender");
			sender.start();
			for (int i = 0; i < 100; i++) {
				assertThat(client.read().body()).isEqualTo(this.content);
			}
		}
	}

}
