package dev.millrace.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * A server that runs out of descriptors before it reaches its own limit of connections.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class ExhaustedDescriptorsIT {

	private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

	private static final int DESCRIPTORS = 150;

	private static final int CLIENTS = 300;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Test
	void servesOnAndRecovers() throws Exception {
		assumeThat(PRLIMIT).exists();
		List<String> limit = List.of(PRLIMIT.toString(), "--nofile=" + DESCRIPTORS + ":" + DESCRIPTORS);
		try (StartedJar jar = new StartedJar(this.directory, limit, SampleJar.PLAIN);
				Client healthy = new Client(jar.port())) {
			healthy.get("/stats");
			long before = descriptors(jar);
			List<Client> crowd = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				crowd.add(new Client(jar.port()));
				crowd.get(i).send("/plaintext");
			}
			await().until(() -> descriptors(jar) >= DESCRIPTORS - 1);
			int lines = jar.output().size();
			for (int i = 0; i < 1000; i++) {
				assertThat(healthy.get("/plaintext")).endsWith("Hello, World!");
			}
			await().untilAsserted(
					() -> assertThat(active(healthy)).isEqualTo(owned(jar.port())).isBetween(10L, CLIENTS - 10L));
			assertThat(jar.output()).filteredOn((line) -> line.contains("Cannot accept connections")).isNotEmpty();
			assertThat(jar.output().size() - lines).isLessThan(200);
			for (Client client : crowd) {
				client.close();
			}
			await().untilAsserted(() -> assertThat(descriptors(jar)).isLessThanOrEqualTo(before));
			try (Client next = new Client(jar.port())) {
				assertThat(next.get("/plaintext")).endsWith("Hello, World!");
				// These two, and the one that waited for the start.
				await().untilAsserted(() -> assertThat(active(healthy)).isEqualTo(owned(jar.port())).isBetween(2L, 3L));
			}
		}
	}

	private static long active(Client client) throws IOException {
		String response = client.get("/stats");
		Number active = JsonPath.read(response.substring(response.indexOf("\r\n\r\n")),
				"$.server.total.connections.active");
		return active.longValue();
	}

	private static long descriptors(StartedJar jar) throws IOException {
		try (Stream<Path> open = Files.list(Path.of("/proc/" + jar.process().pid() + "/fd"))) {
			return open.count();
		}
	}

	/** Connections that the process has taken, as the kernel knows them. */
	private static long owned(int port) throws IOException {
		String local = String.format(Locale.ROOT, ":%04X", port);
		long owned = 0;
		for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
			for (String line : Files.readAllLines(Path.of(table))) {
				String[] columns = line.strip().split("\\s+");
				boolean established = columns[1].endsWith(local) && columns[3].equals("01");
				owned += (established && !columns[9].equals("0")) ? 1 : 0;
			}
		}
		return owned;
	}

	/** A client with one connection. */
	private static final class Client implements AutoCloseable {

		private final Socket socket;

		Client(int port) throws IOException {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
			this.socket.setSoTimeout(20_000);
		}

		void send(String path) throws IOException {
			this.socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
		}

		String get(String path) throws IOException {
			send(path);
			StringBuilder response = new StringBuilder();
			while (!complete(response)) {
				byte[] bytes = new byte[16_384];
				int length = this.socket.getInputStream().read(bytes);
				assertThat(length).as("bytes after " + response).isPositive();
				response.append(new String(bytes, 0, length, StandardCharsets.US_ASCII));
			}
			return response.toString();
		}

		private static boolean complete(StringBuilder response) {
			int end = response.indexOf("\r\n\r\n");
			if (end < 0) {
				return false;
			}
			String head = response.substring(0, end).toLowerCase(Locale.ROOT);
			int length = head.indexOf("content-length:");
			assertThat(length).as(head).isPositive();
			String value = head.substring(length + 15).lines().findFirst().orElseThrow();
			return response.length() == end + 4 + Integer.parseInt(value.strip());
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
