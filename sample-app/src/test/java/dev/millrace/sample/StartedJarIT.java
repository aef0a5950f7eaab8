package dev.millrace.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executable jars, started as users start them.
 */
class StartedJarIT {

	private static final String AOT = "-Dspring.aot.enabled=true";

	private static final String STOCK = "-Dspring.profiles.active=stock";

	private final HttpClient client = HttpClient.newHttpClient();

	private final int port = TestSocketUtils.findAvailableTcpPort();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	private @Nullable Process process;

	@AfterEach
	void stop() throws InterruptedException {
		if (this.process != null) {
			this.process.destroyForcibly().waitFor();
		}
	}

	@Test
	void plainJarStarts() throws Exception {
		start(SampleJar.PLAIN);
		assertThat(body("/plaintext")).isEqualTo("Hello, World!");
		assertThat(body("/json")).isEqualTo("{\"message\":\"Hello, World!\"}");
		assertThat(output()).doesNotContain("AOT-processed");
	}

	@Test
	void plainJarInProfileStockRunsWithoutIoUring() throws Exception {
		start(SampleJar.PLAIN, STOCK);
		assertThat(body("/webflux/plaintext")).isEqualTo("Hello, World!");
		assertThat(body("/")).contains("ServerSocketChannel").doesNotContain("IoUring");
		assertThat(get("/actuator/millrace").statusCode()).isEqualTo(404);
	}

	@Test
	void plainJarStartsWithItsAotClasses() throws Exception {
		start(SampleJar.PLAIN, AOT);
		assertThat(body("/plaintext")).isEqualTo("Hello, World!");
		assertThat(body("/json")).isEqualTo("{\"message\":\"Hello, World!\"}");
		assertThat(body("/webflux/hello/World")).isEqualTo("Hello, World!");
		assertThat(body("/webflux/slow?ms=1")).isEqualTo("Waited 1 ms");
		assertThat(body("/stream?chunks=1&ms=1")).isEqualTo("{\"chunk\":1}\n");
		assertThat(body("/files/index.html")).contains("Millrace");
		assertThat(output()).contains("AOT-processed");
	}

	@Test
	void ioUringJarStarts() throws Exception {
		start(SampleJar.IO_URING);
		assertThat(body("/plaintext")).isEqualTo("Hello, World!");
	}

	@Test
	void finishesWhatRunsBeforeItStops() throws Exception {
		Process started = start(SampleJar.PLAIN);
		Iterator<String> lines = this.client.send(request("/stream?chunks=20&ms=100"), BodyHandlers.ofLines())
			.body()
			.iterator();
		assertThat(lines.next()).isEqualTo("{\"chunk\":1}");
		started.destroy();
		assertThat(lines).toIterable().hasSize(19).endsWith("{\"chunk\":20}");
		assertThat(started.waitFor(20, TimeUnit.SECONDS)).isTrue();
	}

	private Process start(SampleJar jar, String... systemProperties) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-XX:TieredStopAtLevel=1");
		command.addAll(List.of(systemProperties));
		command.addAll(List.of("-jar", jar.path().toString(), "--server.port=" + this.port));
		Process started = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile()).start();
		this.process = started;
		Awaitility.await("start of " + command)
			.atMost(Duration.ofMinutes(1))
			.failFast("The process has ended", () -> !started.isAlive())
			.ignoreExceptionsInstanceOf(IOException.class)
			.until(() -> get("/health").statusCode() == 200);
		return started;
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.client.send(request(path), BodyHandlers.ofString());
	}

	private HttpRequest request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.timeout(Duration.ofSeconds(20))
			.build();
	}

	private String body(String path) throws IOException, InterruptedException {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	private String output() throws IOException {
		return Files.readString(log());
	}

	private Path log() {
		return this.directory.resolve("output.log");
	}

}
