package dev.millrace.loadtests.sut;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

import dev.millrace.loadtests.process.ChildProcess;
import dev.millrace.loadtests.process.JavaCommand;
import dev.millrace.loadtests.process.LaunchException;

/**
 * A server in a process of its own. It picks its port itself and says so in its log with
 * 'started on port', as Spring Boot does.
 */
public final class ForkedServer implements Server {

	private static final Pattern PORT = Pattern.compile("started on port (\\d+)");

	private final ChildProcess process;

	private final URI baseUrl;

	private ForkedServer(ChildProcess process, int port) {
		this.process = process;
		this.baseUrl = URI.create("http://127.0.0.1:" + port);
	}

	/**
	 * Starts a Spring Boot application on a free port.
	 * @param application its command
	 * @param log the file for its log
	 * @param timeout how long it may take until it listens
	 * @return the server, listening
	 */
	public static ForkedServer startSpringBoot(JavaCommand application, Path log, Duration timeout) {
		List<String> arguments = new ArrayList<>(application.arguments());
		arguments.add("--server.port=0");
		return start(application.withArguments(arguments).toList(), log, timeout);
	}

	/**
	 * Starts a server.
	 * @param command the program and its arguments
	 * @param log the file for its log
	 * @param timeout how long it may take until it listens
	 * @return the server, listening
	 */
	public static ForkedServer start(List<String> command, Path log, Duration timeout) {
		ChildProcess process = ChildProcess.start(command, log);
		try {
			int port = Integer.parseInt(process.awaitLine(PORT, timeout).group(1));
			return new ForkedServer(process, port);
		}
		catch (RuntimeException ex) {
			process.close();
			throw ex;
		}
	}

	/**
	 * Starts a server that cannot say where it listens.
	 * @param port the port it was told to use
	 * @param command the program and its arguments
	 * @param log the file for its log
	 * @param timeout how long it may take until it listens
	 * @return the server, listening
	 */
	public static ForkedServer startOn(int port, List<String> command, Path log, Duration timeout) {
		ChildProcess process = ChildProcess.start(command, log);
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			while (!accepts(port)) {
				if (!process.isAlive() || System.nanoTime() > deadline) {
					throw process.failure("did not listen on port " + port + " within " + timeout);
				}
				process.pause();
			}
			return new ForkedServer(process, port);
		}
		catch (RuntimeException ex) {
			process.close();
			throw ex;
		}
	}

	private static boolean accepts(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Waits until the server answers with status 200.
	 * @param path the path to ask for
	 * @param timeout how long to wait
	 * @return this server
	 * @throws LaunchException if the server ends, or time is up, before it does so
	 */
	public ForkedServer awaitReady(String path, Duration timeout) {
		HttpRequest request = HttpRequest.newBuilder(this.baseUrl.resolve(path)).timeout(timeout).build();
		HttpClient client = HttpClient.newHttpClient();
		long deadline = System.nanoTime() + timeout.toNanos();
		while (!isReady(client, request)) {
			if (!this.process.isAlive() || System.nanoTime() > deadline) {
				throw this.process.failure("was not ready within " + timeout + " (no status 200 at " + path + ")");
			}
			this.process.pause();
		}
		return this;
	}

	private static boolean isReady(HttpClient client, HttpRequest request) {
		try {
			return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new LaunchException("Interrupted while waiting for " + request.uri(), ex);
		}
	}

	@Override
	public URI baseUrl() {
		return this.baseUrl;
	}

	@Override
	public OptionalLong pid() {
		return OptionalLong.of(this.process.pid());
	}

	@Override
	public boolean isAlive() {
		return this.process.isAlive();
	}

	@Override
	public LaunchException failure(String what) {
		return this.process.failure(what);
	}

	@Override
	public void close() {
		this.process.close();
	}

}
