package dev.millrace.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import static org.awaitility.Awaitility.await;

/**
 * An nginx process that stands in front of a server.
 *
 * @param process the program
 * @param port the port that it listens on
 */
record NginxProxy(Process process, int port) implements AutoCloseable {

	/** Below the ports that the kernel gives to clients. */
	private static final int LOWEST_PORT = 20_000;

	private static final int HIGHEST_PORT = 32_000;

	private static final int ATTEMPTS = 10;

	/** Whether the program is there. */
	static boolean isInstalled() {
		try {
			Process version = new ProcessBuilder("nginx", "-v").redirectErrorStream(true).start();
			return new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("nginx/");
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Starts nginx with nothing but {@code proxy_pass}.
	 * @param directory where it keeps its files
	 * @param server the port of the server behind it
	 */
	static NginxProxy start(Path directory, int server) throws IOException {
		return start(directory, (port) -> """
				server {
					listen 127.0.0.1:%d;
					location / {
						proxy_pass http://127.0.0.1:%d;
					}
				}
				""".formatted(port, server));
	}

	/**
	 * Starts nginx. Where another program has the port, another port is tried.
	 * @param directory where it keeps its files
	 * @param http returns the content of the block {@code http} for the port that nginx
	 * has to listen on
	 */
	static NginxProxy start(Path directory, IntFunction<String> http) throws IOException {
		for (int i = 0; i < ATTEMPTS; i++) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
			Files.writeString(directory.resolve("nginx.conf"), """
					error_log error.log;
					pid nginx.pid;
					daemon off;
					events { }
					http {
						access_log off;
						client_body_temp_path body;
						proxy_temp_path proxy;
						fastcgi_temp_path fastcgi;
						uwsgi_temp_path uwsgi;
						scgi_temp_path scgi;
						%s
					}
					""".formatted(http.apply(port)));
			Process process = new ProcessBuilder("nginx", "-p", directory.toString(), "-c", "nginx.conf")
				.redirectErrorStream(true)
				.redirectOutput(directory.resolve("nginx.out").toFile())
				.start();
			await().until(() -> accepts(port) || !process.isAlive());
			if (process.isAlive()) {
				return new NginxProxy(process, port);
			}
		}
		throw new IllegalStateException(Files.readString(directory.resolve("nginx.out")));
	}

	private static boolean accepts(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
