package dev.millrace.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import dev.millrace.testing.RunningServers;
import dev.millrace.transport.TransportType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Restarts under 1,000 requests a second. {@code -Dmillrace.restarts=20} makes more of
 * them.
 */
@Timeout(300)
class RollingRestartIT {

	private static final Logger logger = LoggerFactory.getLogger(RollingRestartIT.class);

	private static final int LOWEST_PORT = 10_000;

	private static final int RESTARTS = Integer.getInteger("millrace.restarts", 4);

	@TempDir
	private Path directory;

	@Test
	void onASharedPortNoAcceptedRequestIsLost() {
		RunningServers.assumeAvailable(TransportType.EPOLL);
		RollingRestart result = RollingRestart.onSharedPort(RESTARTS);
		logger.info("On a shared port: {}", result);
		assertThat(result.failures()).isEmpty();
		assertThat(result.endedStreams()).isPositive();
	}

	@Test
	void whereTheKernelMigratesConnectionsNothingIsLost() throws InterruptedException {
		RunningServers.assumeAvailable(TransportType.EPOLL);
		assumeThat(run("unshare", "--net", "sh", "-c", namespace("true"))).contains("ready");
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String output = run("unshare", "--net", "sh", "-c", namespace("exec \"$@\""), "sh", java, "-cp",
				System.getProperty("java.class.path"), RollingRestart.class.getName(), String.valueOf(RESTARTS));
		logger.info("Where connections migrate: {}",
				output.lines().filter((line) -> line.startsWith("served=")).toList());
		assertThat(output).containsPattern("served=[1-9]\\d+ failures=0 resets=0 endedStreams=[1-9]");
	}

	private static String namespace(String command) {
		return "ip link set lo up && echo 1 > /proc/sys/net/ipv4/tcp_migrate_req && echo ready && " + command;
	}

	@Test
	void behindNginxNothingIsLost() throws IOException {
		assumeThat(NginxProxy.isInstalled()).isTrue();
		int first = portOutOfReachOfClients();
		int second = portOutOfReachOfClients();
		try (NginxProxy nginx = NginxProxy.start(this.directory, (port) -> """
				upstream application {
					server 127.0.0.1:%d max_fails=0;
					server 127.0.0.1:%d max_fails=0;
					keepalive 64;
				}
				server {
					listen 127.0.0.1:%d;
					keepalive_requests 1000000;
					location / {
						proxy_pass http://application;
						proxy_http_version 1.1;
						proxy_set_header Connection "";
						proxy_buffering off;
					}
				}
				""".formatted(first, second, port))) {
			RollingRestart result = RollingRestart.behindProxy(RESTARTS, nginx.port(), first, second);
			logger.info("Behind nginx: {}", result);
			assertThat(result.failures()).isEmpty();
			assertThat(result.resets()).isZero();
			assertThat(result.endedStreams()).isPositive();
		}
	}

	/**
	 * The kernel takes local ports of clients from a range, and one of them would keep a
	 * server that is being restarted from its port.
	 */
	private static int portOutOfReachOfClients() throws IOException {
		int range = lowestPortOfClients();
		assumeThat(range).isGreaterThan(LOWEST_PORT);
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, range);
			try (ServerSocket free = new ServerSocket(port)) {
				return free.getLocalPort();
			}
			catch (BindException ex) {
				logger.info("Port {} is taken", port);
			}
		}
	}

	/**
	 * Reads with a buffer: the kernel gives the value to the first read alone, and the
	 * first read of {@code Files.readString} asks for one byte of a file without a size.
	 */
	private static int lowestPortOfClients() throws IOException {
		try (BufferedReader reader = Files.newBufferedReader(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))) {
			return Integer.parseInt(reader.readLine().split("\\s+")[0]);
		}
	}

	/** The output of a command, or why it cannot be run. */
	private static String run(String... command) throws InterruptedException {
		try {
			Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			process.waitFor(Duration.ofMinutes(4).toSeconds(), TimeUnit.SECONDS);
			return output;
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
