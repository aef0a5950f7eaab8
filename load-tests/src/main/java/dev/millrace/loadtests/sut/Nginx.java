package dev.millrace.loadtests.sut;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.millrace.loadtests.machine.Programs;

/**
 * nginx with the same routes, answered from its configuration.
 */
public record Nginx() implements Sut {

	private static final String CONFIGURATION = """
			daemon off;
			worker_processes WORKERS;
			worker_rlimit_nofile 20000;
			pid nginx.pid;
			error_log stderr warn;
			events {
				worker_connections 19000;
			}
			http {
				access_log off;
				keepalive_requests 1000000000;
				client_body_temp_path body;
				proxy_temp_path proxy;
				fastcgi_temp_path fastcgi;
				uwsgi_temp_path uwsgi;
				scgi_temp_path scgi;
				default_type text/plain;
				server {
					listen 127.0.0.1:PORT backlog=4096;
					location = /plaintext {
						return 200 "Hello, World!";
					}
					location ~ ^/hello/(?<name>[^/]+)$ {
						return 200 "Hello, $name!";
					}
					location / {
						return 404;
					}
				}
			}
			""";

	@Override
	public String name() {
		return "nginx";
	}

	@Override
	public String description() {
		return "nginx, answers from its configuration";
	}

	@Override
	public String path() {
		return "/plaintext";
	}

	@Override
	public Optional<String> unavailable() {
		return Programs.find("nginx").isPresent() ? Optional.empty() : Optional.of("nginx is not installed");
	}

	@Override
	public Server start(Launch launch) {
		try {
			Path folder = Files.createDirectories(launch.directory().resolve("nginx").toAbsolutePath());
			int port = freePort();
			Path configuration = folder.resolve("nginx.conf");
			Files.writeString(configuration,
					CONFIGURATION.replace("WORKERS", String.valueOf(launch.placement().server().size()))
						.replace("PORT", String.valueOf(port)));
			List<String> command = List.of(Programs.find("nginx").orElseThrow().toString(), "-p", folder + "/", "-c",
					configuration.toString(), "-e", "stderr");
			return ForkedServer.startOn(port, launch.placement().server(command), launch.log(this), Launch.TIMEOUT);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
