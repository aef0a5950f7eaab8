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
import java.util.List;

import org.awaitility.Awaitility;

import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An executable jar in a process of its own, started as users start it.
 */
final class StartedJar implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final int port = TestSocketUtils.findAvailableTcpPort();

	private final Path log;

	private final Process process;

	/**
	 * Starts a jar and waits until it serves.
	 * @param directory where to write the output to
	 * @param before what starts the JVM, if anything does
	 * @param jar the jar
	 * @param systemProperties arguments of the JVM
	 * @throws IOException if the process cannot be started
	 */
	StartedJar(Path directory, List<String> before, SampleJar jar, String... systemProperties) throws IOException {
		List<String> command = new ArrayList<>(before);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-XX:TieredStopAtLevel=1");
		command.addAll(List.of(systemProperties));
		command.addAll(List.of("-jar", jar.path().toString(), "--server.port=" + this.port));
		this.log = directory.resolve("output.log");
		this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(this.log.toFile()).start();
		Awaitility.await("start of " + command)
			.atMost(Duration.ofMinutes(1))
			.failFast("The process has ended", () -> !this.process.isAlive())
			.ignoreExceptionsInstanceOf(IOException.class)
			.until(() -> get("/health").statusCode() == 200);
	}

	Process process() {
		return this.process;
	}

	int port() {
		return this.port;
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.client.send(request(path), BodyHandlers.ofString());
	}

	HttpRequest request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.timeout(Duration.ofSeconds(20))
			.build();
	}

	String body(String path) throws IOException, InterruptedException {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	List<String> output() throws IOException {
		return Files.readAllLines(this.log);
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
