package dev.millrace.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.testing.Requests;
import org.awaitility.Awaitility;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Restarts a server under traffic, again and again.
 *
 * @param restarts how often
 * @param served requests that were answered
 * @param failures what became of others
 * @param resets new connections that were never served
 * @param endedStreams event streams with a proper end
 */
record RollingRestart(int restarts, long served, List<String> failures, long resets, long endedStreams) {

	static final Duration GRACE = Duration.ofMillis(500);

	/** Runs a test in the network namespace that this process was started in. */
	public static void main(String[] args) {
		RollingRestart result = onSharedPort(Integer.parseInt(args[0]));
		result.failures.forEach(System.out::println);
		System.out.printf("served=%d failures=%d resets=%d endedStreams=%d%n", result.served, result.failures.size(),
				result.resets, result.endedStreams);
		System.exit(0);
	}

	/** The new instance is started before the old one is stopped. */
	static RollingRestart onSharedPort(int restarts) {
		ConfigurableApplicationContext running = start(0, "--millrace.transport.share-port=true");
		int port = Requests.port(running);
		try (RestartTraffic traffic = new RestartTraffic(port)) {
			for (int i = 0; i < restarts; i++) {
				awaitTraffic(traffic);
				ConfigurableApplicationContext next = start(port, "--millrace.transport.share-port=true");
				awaitTraffic(traffic);
				running.close();
				running = next;
			}
			awaitTraffic(traffic);
			return result(restarts, traffic);
		}
		finally {
			running.close();
		}
	}

	/** Two instances behind a proxy are stopped and started in turn. */
	static RollingRestart behindProxy(int restarts, int proxy, int first, int second) {
		List<Integer> ports = List.of(first, second);
		ConfigurableApplicationContext[] running = { start(first), start(second) };
		try (RestartTraffic traffic = new RestartTraffic(proxy)) {
			for (int i = 0; i < restarts; i++) {
				awaitTraffic(traffic);
				running[i % 2].close();
				awaitTraffic(traffic);
				running[i % 2] = start(ports.get(i % 2));
			}
			awaitTraffic(traffic);
			return result(restarts, traffic);
		}
		finally {
			running[0].close();
			running[1].close();
		}
	}

	private static RollingRestart result(int restarts, RestartTraffic traffic) {
		traffic.close();
		return new RollingRestart(restarts, traffic.served(), traffic.failures(), traffic.resets(),
				traffic.endedStreams());
	}

	private static void awaitTraffic(RestartTraffic traffic) {
		long before = traffic.served();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> traffic.served() > before + 300);
	}

	private static ConfigurableApplicationContext start(int port, String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=" + port, "spring.reactor.netty.shutdown-quiet-period=0s",
					"spring.main.banner-mode=off", "millrace.drain.idle-grace=" + GRACE,
					"millrace.drain.stream-timeout=" + GRACE)
			.run(arguments);
	}

	@RestController
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private static final Duration SLOW = Duration.ofMillis(150);

		@Bean
		HotRoute fast() {
			return HotRoute.get("/hot/fast").permitAll().respond(HotResponse.text("/hot/fast"));
		}

		@Bean
		HotRoute slow() {
			return HotRoute.get("/hot/slow")
				.permitAll()
				.handleAsync((request) -> Mono.delay(SLOW).thenReturn(HotResponse.text("/hot/slow")));
		}

		@GetMapping("/controller/fast")
		String fastController() {
			return "/controller/fast";
		}

		@GetMapping("/controller/slow")
		Mono<String> slowController() {
			return Mono.delay(SLOW).thenReturn("/controller/slow");
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> events() {
			return Flux.interval(Duration.ofMillis(20)).onBackpressureDrop().map(String::valueOf);
		}

	}

}
