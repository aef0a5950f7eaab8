package dev.millrace.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of the file.
 */
class FileAppenderTests {

	@TempDir
	private Path directory;

	@Test
	void linesAreAppended() throws IOException {
		Path file = this.directory.resolve("access.log");
		try (FileAppender appender = new FileAppender(file)) {
			appender.append(lines("one\ntwo\n"));
		}
		try (FileAppender appender = new FileAppender(file)) {
			appender.append(lines("three\n"));
		}
		assertThat(file).hasContent("one\ntwo\nthree\n");
	}

	@Test
	void aDirectoryIsNotMade() {
		Path file = this.directory.resolve("logs/access.log");
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> new FileAppender(file));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void aFileThatWasMovedAwayIsBegunAnew() throws IOException {
		Path file = this.directory.resolve("access.log");
		Path moved = this.directory.resolve("access.log.1");
		try (FileAppender appender = new FileAppender(file)) {
			appender.append(lines("old\n"));
			Files.move(file, moved);
			await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
				appender.append(lines("line\n"));
				assertThat(file).exists();
			});
			appender.append(lines("last\n"));
		}
		assertThat(moved).content().startsWith("old\nline\n");
		assertThat(file).hasContent("line\nlast\n");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aFullDiskIsAnError() throws IOException {
		try (FileAppender appender = new FileAppender(Path.of("/dev/full"))) {
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(IOException.class).isThrownBy(() -> appender.append(lines("line\n")))
					.withMessageContaining("No space left");
			}
		}
	}

	private static ByteBuffer lines(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
	}

}
