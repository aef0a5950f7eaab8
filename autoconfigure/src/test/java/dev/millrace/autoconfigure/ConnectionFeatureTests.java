package dev.millrace.autoconfigure;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.millrace.actuate.SystemSignal;
import dev.millrace.autoconfigure.connection.ConnectionAutoConfiguration;
import dev.millrace.autoconfigure.exchange.ExchangeAutoConfiguration;
import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.ConnectionSnapshot;
import dev.millrace.connection.ConnectionState;
import dev.millrace.connection.accept.ConnectionLimiter;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Requests;
import dev.millrace.testing.RunningServers;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.json.JsonContent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Workers and connections in an application: endpoints, health, meters, signal,
 * properties.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ConnectionFeatureTests {

	private final BasicJsonTester json = new BasicJsonTester(getClass());

	private static ConfigurableApplicationContext run(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--management.endpoints.web.exposure.include=*", "--spring.reactor.netty.shutdown-quiet-period=0s",
				"--millrace.transport.type=nio"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.run(arguments.toArray(String[]::new));
	}

	private JsonContent<Object> get(ConfigurableApplicationContext context, String path) {
		return this.json.from(Requests.get(Requests.port(context), "/actuator/" + path));
	}

	@Test
	void theWorkersEndpointHasTheFieldsThatOutsidersRelyOn() {
		try (ConfigurableApplicationContext context = run("millrace.transport.workers=2")) {
			for (String part : List.of("workers[0]", "total")) {
				JsonContent<Object> body = get(context, "millrace/workers");
				for (String field : List.of("name", "connections.active", "connections.accepted",
						"connections.rejected", "requests", "bytesIn", "bytesOut", "errors", "pendingTasks",
						"loopLagMillis", "utilization")) {
					assertThat(body).hasJsonPath("$." + part + "." + field);
				}
			}
			JsonContent<Object> body = get(context, "millrace/workers");
			assertThat(body).extractingJsonPathArrayValue("$.workers[*].name")
				.containsExactly("millrace-1", "millrace-2");
			assertThat(body).extractingJsonPathNumberValue("$.total.connections.accepted").isEqualTo(3);
			assertThat(body).extractingJsonPathNumberValue("$.total.requests").isEqualTo(3);
			assertThat(body).extractingJsonPathNumberValue("$.jvm.heapUsedBytes")
				.satisfies((bytes) -> assertThat(bytes.longValue()).isPositive());
		}
	}

	@Test
	void theConnectionsEndpointPagesAndFilters() throws Exception {
		try (ConfigurableApplicationContext context = run("millrace.actuator.show-addresses=always")) {
			List<RawClient> clients = new ArrayList<>();
			for (int i = 0; i < 7; i++) {
				clients.add(idle(context));
			}
			JsonContent<Object> page = get(context, "millrace/connections?state=KEEP_ALIVE&page=1&size=5");
			assertThat(page).extractingJsonPathNumberValue("$.total").isEqualTo(7);
			assertThat(page).extractingJsonPathNumberValue("$.states.KEEP_ALIVE").isEqualTo(7);
			assertThat(page).extractingJsonPathArrayValue("$.connections").hasSize(2);
			for (String field : List.of("id", "remoteAddress", "clientAddress", "localAddress", "protocol", "worker",
					"state", "acceptedAt", "lastActivityAt", "bytesIn", "bytesOut", "requests", "activeStreams")) {
				assertThat(page).hasJsonPath("$.connections[0]." + field);
			}
			await().untilAsserted(() -> assertThat(get(context, "millrace/connections?ip=127.0.0.1"))
				.extractingJsonPathNumberValue("$.total")
				.isEqualTo(8));
			assertThat(get(context, "millrace/connections?ip=192.0.2.1")).extractingJsonPathNumberValue("$.total")
				.isEqualTo(0);
			assertThat(get(context, "millrace/connections?protocol=h2")).extractingJsonPathNumberValue("$.total")
				.isEqualTo(0);
			assertThat(get(context, "millrace/connections?worker=unknown")).extractingJsonPathNumberValue("$.total")
				.isEqualTo(0);
			clients.forEach(RawClient::close);
			await().untilAsserted(
					() -> assertThat(get(context, "millrace/connections")).extractingJsonPathNumberValue("$.total")
						.isEqualTo(1));
		}
	}

	@Test
	void whoHasNotLoggedInSeesNetworksOnly() {
		try (ConfigurableApplicationContext context = run()) {
			JsonContent<Object> body = get(context, "millrace/connections");
			assertThat(body).extractingJsonPathStringValue("$.connections[0].remoteAddress").isEqualTo("127.0.0.0/24");
			assertThat(body).extractingJsonPathStringValue("$.connections[0].state").isEqualTo("PROCESSING");
			assertThat(get(context, "millrace/connections?ip=127.0.0.1")).extractingJsonPathNumberValue("$.total")
				.isEqualTo(0);
		}
	}

	@Test
	void aConnectionIsClosedOnlyWhereWritesAreGranted() throws Exception {
		try (ConfigurableApplicationContext context = run(); RawClient client = idle(context)) {
			assertThat(delete(context, idOf(context))).startsWith("HTTP/1.1 404");
			assertThat(client.get("/").read().status()).isEqualTo(404);
		}
		try (ConfigurableApplicationContext context = run(
				"management.endpoint.millraceconnections.access=unrestricted"); RawClient client = idle(context)) {
			long id = idOf(context);
			assertThat(delete(context, id)).startsWith("HTTP/1.1 204");
			assertThat(client.closed()).isTrue();
			assertThat(delete(context, id)).startsWith("HTTP/1.1 404");
			assertThat(get(context, "millrace/workers"))
				.extractingJsonPathNumberValue("$.total.connections.closed.operator")
				.isEqualTo(1);
		}
	}

	private static long idOf(ConfigurableApplicationContext context) {
		return idle(context.getBean(ConnectionRegistry.class)).findFirst().orElseThrow().id();
	}

	private static Stream<ConnectionSnapshot> idle(ConnectionRegistry registry) {
		return registry.snapshots(Duration.ofSeconds(5))
			.join()
			.stream()
			.filter((connection) -> connection.state() == ConnectionState.KEEP_ALIVE);
	}

	private static String delete(ConfigurableApplicationContext context, long id) throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Requests.port(context))) {
			socket.getOutputStream()
				.write(("DELETE /actuator/millrace/connections/" + id
						+ " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	/** A connection that has been served once, and is known to be idle. */
	private static RawClient idle(ConfigurableApplicationContext context) {
		ConnectionRegistry registry = context.getBean(ConnectionRegistry.class);
		long before = idle(registry).count();
		RawClient client = new RawClient(Requests.port(context));
		assertThat(client.get("/").read().status()).isEqualTo(404);
		await().until(() -> idle(registry).count() == before + 1);
		return client;
	}

	@Test
	void healthAndMetersAreThere() {
		try (ConfigurableApplicationContext context = run("management.endpoint.health.show-components=always",
				"management.endpoint.health.show-details=always")) {
			assertThat(get(context, "health")).extractingJsonPathStringValue("$.components.millrace.status")
				.isEqualTo("UP");
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("millrace.requests").functionCounters())
				.hasSize(Runtime.getRuntime().availableProcessors());
			assertThat(meters.get("millrace.requests").functionCounters().stream().mapToDouble((c) -> c.count()).sum())
				.isEqualTo(1);
			await().untilAsserted(
					() -> assertThat(meters.get("millrace.responses").tag("status", "2xx").functionCounter().count())
						.isEqualTo(1));
		}
	}

	@Test
	void aSignalWritesTheTablesAndIsGivenBack(CapturedOutput output) throws Exception {
		AtomicInteger former = new AtomicInteger();
		try (SystemSignal signal = SystemSignal.handle("USR1", former::incrementAndGet)) {
			try (ConfigurableApplicationContext context = run("millrace.statistics.signal=USR1");
					RawClient client = idle(context)) {
				raise();
				await().untilAsserted(() -> assertThat(output).contains("millrace-1", "1 connections", "KEEP_ALIVE"));
				assertThat(former).hasValue(0);
				assertThat(signal).isNotNull();
				assertThat(client.get("/").read().status()).isEqualTo(404);
			}
			raise();
			await().untilAsserted(() -> assertThat(former).hasValue(1));
		}
	}

	private static void raise() throws Exception {
		new ProcessBuilder("kill", "-USR1", String.valueOf(ProcessHandle.current().pid())).start().waitFor();
	}

	@ParameterizedTest
	@CsvSource({ "millrace.statistics.signal, NONSENSE", "millrace.statistics.signal, SEGV",
			"millrace.connections.max, -1", "millrace.connections.max-per-ip, 0",
			"millrace.connections.exempt, 10.0.0.0", "millrace.connections.ipv6-prefix, 129",
			"millrace.connections.max-requests-per-second, 0", "millrace.timeouts.request-header, -1s",
			"millrace.timeouts.request-body-min-rate, -1B", "millrace.workers.watchdog.limit, 1ms" })
	void aBadValueStopsTheStart(String property, String value) {
		assertThatThrownBy(() -> run(property + "=" + value).close())
			.hasRootCauseInstanceOf(
					property.endsWith("signal") ? Exception.class : InvalidConfigurationPropertyValueException.class)
			.satisfies((failure) -> {
				Throwable cause = failure;
				while (!(cause instanceof InvalidConfigurationPropertyValueException)) {
					assertThat(cause).as("cause").isNotNull();
					cause = cause.getCause();
				}
				assertThat(((InvalidConfigurationPropertyValueException) cause).getName()).isEqualTo(property);
			});
	}

	@Test
	void withoutPropertiesNothingIsRefused() {
		RunningServers.runner()
			.withConfiguration(org.springframework.boot.autoconfigure.AutoConfigurations
				.of(ConnectionAutoConfiguration.class, ExchangeAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).hasSingleBean(ConnectionLimiter.class);
				assertThat(Requests.get(Requests.port(context))).isNotEmpty();
			});
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
