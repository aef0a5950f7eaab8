package dev.millrace.sample;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executable jars, started as users start them.
 */
class StartedJarIT {

	private static final String AOT = "-Dspring.aot.enabled=true";

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
		try (StartedJar jar = start(SampleJar.PLAIN, AOT)) {
			assertThat(jar.body("/plaintext")).isEqualTo("Hello, World!");
			assertThat(jar.body("/json")).isEqualTo("{\"message\":\"Hello, World!\"}");
			assertThat(jar.body("/webflux/hello/World")).isEqualTo("Hello, World!");
			assertThat(jar.body("/webflux/slow?ms=1")).isEqualTo("Waited 1 ms");
			assertThat(jar.body("/stream?chunks=1&ms=1")).isEqualTo("{\"chunk\":1}\n");
			assertThat(jar.body("/files/index.html")).contains("Millrace");
			assertThat(jar.output()).anyMatch((line) -> line.contains("AOT-processed"));
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

	private StartedJar start(SampleJar jar, String... systemProperties) throws IOException {
		return new StartedJar(this.directory, List.of(), jar, systemProperties);
	}

}
