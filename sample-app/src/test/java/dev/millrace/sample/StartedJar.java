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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An executable jar in a process of its own, started as users start it.
 */
final class StartedJar implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("started on port (\\d+)");

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	private final HttpClient client = HttpClient.newHttpClient();

	private final Path log;

	private final Process process;

	private final int port;

	/**
	 * Starts a jar on a port of its choice, since one chosen before could be taken when
	 * it starts to listen, and waits until it serves.
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
		command.addAll(List.of("-jar", jar.path().toString(), "--server.port=0"));
		this.log = directory.resolve("output.log");
		this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(this.log.toFile()).start();
		try {
			this.port = Awaitility.await("start of " + command)
				.atMost(TIMEOUT)
				.failFast(() -> assertThat(this.process.isAlive()).isTrue())
				.until(this::portInLog, (found) -> found != 0);
			Awaitility.await("health of " + command)
				.atMost(TIMEOUT)
				.failFast(() -> assertThat(this.process.isAlive()).isTrue())
				.ignoreExceptionsInstanceOf(IOException.class)
				.until(() -> get("/health").statusCode() == 200);
		}
		catch (ConditionTimeoutException | TerminalFailureException ex) {
			close();
			throw new IllegalStateException(command + " does not serve:\n" + String.join("\n", output()), ex);
		}
	}

	private int portInLog() throws IOException {
		Matcher matcher = PORT.matcher(Files.readString(this.log));
		return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
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
