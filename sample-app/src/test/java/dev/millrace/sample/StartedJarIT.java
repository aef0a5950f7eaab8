package dev.millrace.sample;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Executable jars, started as users start them.
 */
class StartedJarIT {

	private static final String AOT = "-Dspring.aot.enabled=true";

	private static final String FIXED = "properties were fixed";

	private static final String STOCK = "-Dspring.profiles.active=stock";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Test
	void plainJarStarts() throws Exception {
		try (StartedJar jar = start(SampleJar.PLAIN)) {
			assertThat(jar.body("/plaintext")).isEqualTo("Hello, World!");
			assertThat(jar.body("/json")).isEqualTo("{\"message\":\"Hello, World!\"}");
			assertThat(jar.output()).noneMatch((line) -> line.contains("AOT-processed"));
		}
	}

	@Test
	void plainJarInProfileStockRunsWithoutIoUring() throws Exception {
		try (StartedJar jar = start(SampleJar.PLAIN, STOCK)) {
			assertThat(jar.body("/webflux/plaintext")).isEqualTo("Hello, World!");
			assertThat(jar.body("/")).contains("ServerSocketChannel").doesNotContain("IoUring");
			assertThat(jar.get("/actuator/millrace").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void plainJarStartsWithItsAotClasses() throws Exception {
		try (StartedJar jar = start(SampleJar.PLAIN, AOT, "-Dmillrace.transport.workers=1")) {
			assertThat(jar.body("/plaintext")).isEqualTo("Hello, World!");
			assertThat(jar.body("/json")).isEqualTo("{\"message\":\"Hello, World!\"}");
			assertThat(jar.body("/webflux/hello/World")).isEqualTo("Hello, World!");
			assertThat(jar.body("/webflux/slow?ms=1")).isEqualTo("Waited 1 ms");
			assertThat(jar.body("/stream?chunks=1&ms=1")).isEqualTo("{\"chunk\":1}\n");
			assertThat(jar.body("/files/index.html")).contains("Millrace");
			assertThat(jar.body("/actuator/millrace/workers")).contains("\"millrace-1\"").doesNotContain("millrace-2");
			assertThat(jar.output()).anyMatch((line) -> line.contains("Starting AOT-processed"))
				.noneMatch((line) -> line.contains(FIXED));
		}
	}

	@Test
	void aJarSaysAtItsStartWhatItsAotClassesHaveFixed() throws Exception {
		try (StartedJar jar = start(SampleJar.PLAIN, AOT, STOCK, "-Dmillrace.access-log.enabled=true")) {
			assertThat(jar.body("/plaintext")).isEqualTo("Hello, World!");
			assertThat(jar.output()).filteredOn((line) -> line.contains(FIXED))
				.singleElement()
				.asString()
				.contains("WARN", "millrace.access-log.enabled is 'false' (now 'true')",
						"millrace.enabled is 'true' (now 'false')")
				.doesNotContain("proxy-protocol");
		}
	}

	@Test
	void ioUringJarStarts() throws Exception {
		try (StartedJar jar = start(SampleJar.IO_URING)) {
			assertThat(jar.body("/plaintext")).isEqualTo("Hello, World!");
		}
	}

	@Test
	void finishesWhatRunsBeforeItStops() throws Exception {
		try (StartedJar jar = start(SampleJar.PLAIN)) {
			Iterator<String> lines = HttpClient.newHttpClient()
				.send(jar.request("/stream?chunks=20&ms=100"), BodyHandlers.ofLines())
				.body()
				.iterator();
			assertThat(lines.next()).isEqualTo("{\"chunk\":1}");
			jar.process().destroy();
			assertThat(lines).toIterable().hasSize(19).endsWith("{\"chunk\":20}");
			assertThat(jar.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "TERM,143", "INT,130" })
	void healthIsDownWhileItDrains(String signal, int exitCode) throws Exception {
		try (StartedJar jar = start(SampleJar.PLAIN, "-Dmillrace.drain.delay=3s")) {
			assumeThat(ignored(jar.process(), signal)).as("This build was started with SIG%s ignored", signal)
				.isFalse();
			new ProcessBuilder("kill", "-" + signal, String.valueOf(jar.process().pid())).start().waitFor();
			Awaitility.await().until(() -> jar.get("/health").statusCode() == 503);
			assertThat(jar.body("/plaintext")).isEqualTo("Hello, World!");
			assertThat(jar.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
			assertThat(jar.process().exitValue()).isEqualTo(exitCode);
			assertThat(jar.output()).anyMatch((line) -> line.contains("Graceful shutdown complete"));
		}
	}

	/**
	 * A shell starts jobs in the background with SIGINT ignored, and a JVM keeps that.
	 */
	private static boolean ignored(Process process, String signal) throws IOException {
		String mask = Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))
			.stream()
			.filter((line) -> line.startsWith("SigIgn:"))
			.findFirst()
			.orElseThrow()
			.substring("SigIgn:".length())
			.trim();
		int number = signal.equals("INT") ? 2 : 15;
		return (Long.parseUnsignedLong(mask, 16) & (1L << (number - 1))) != 0;
	}

	private StartedJar start(SampleJar jar, String... systemProperties) throws IOException {
		return new StartedJar(this.directory, List.of(), jar, systemProperties);
	}

}
