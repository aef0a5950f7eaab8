package dev.millrace.autoconfigure.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.millrace.exchange.Answer;
import dev.millrace.exchange.ByteLane;
import dev.millrace.exchange.ByteRoute;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.ExchangeErrorHandler;
import dev.millrace.exchange.ExchangeFilter;
import dev.millrace.exchange.ExchangeListener;
import dev.millrace.exchange.ExchangeRouter;
import dev.millrace.exchange.FilterOrder;
import dev.millrace.exchange.Need;
import dev.millrace.exchange.Outcome;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.ResponseHead;
import dev.millrace.exchange.Slot;
import dev.millrace.exchange.Verdict;
import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Filters, listeners and rules of an application, on a real server.
 */
class ExchangeAutoConfigurationTests {

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "server.http2.enabled=true", "spring.main.banner-mode=off")
			.properties(properties)
			.run();
	}

	private static HttpClient client(ConfigurableApplicationContext context, HttpProtocol protocol) {
		int port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
		return HttpClient.create().host("127.0.0.1").port(port).protocol(protocol);
	}

	/** Status, a header field and the body of an answer. */
	private static String get(HttpClient client, String path, String header) {
		return client.get()
			.uri(path)
			.responseSingle((response, body) -> body.asString()
				.defaultIfEmpty("")
				.map((text) -> response.status().code() + " " + response.responseHeaders().get(header) + " " + text))
			.block(Duration.ofSeconds(10));
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP11", "H2C" })
	void filtersTakePartInTheirOrder(HttpProtocol protocol) {
		try (ConfigurableApplicationContext context = start()) {
			HttpClient client = client(context, protocol);
			Recorder recorder = context.getBean(Recorder.class);
			assertThat(get(client, "/webflux", "x-filters")).isEqualTo("200 first,unordered,ordered webflux");
			assertThat(recorder.awaitEvents(8)).containsExactly("first", "unordered", "ordered", "ordered:response",
					"unordered:response", "first:response", "listener:PASSED:200", "end");
			assertThat(get(client, "/hot", "x-filters")).isEqualTo("202 first,unordered,ordered ");
			assertThat(recorder.awaitEvents(8)).containsExactly("first", "unordered", "ordered", "ordered:response",
					"unordered:response", "first:response", "listener:ANSWERED:202", "end");
			assertThat(get(client, "/broken", "x-filters")).startsWith("418 ");
		}
	}

	@Test
	void answersCarryConfiguredHeaders() {
		try (ConfigurableApplicationContext context = start("millrace.http.date-header=false",
				"millrace.http.server-header=mill")) {
			HttpClient client = client(context, HttpProtocol.HTTP11);
			assertThat(get(client, "/hot", "server")).startsWith("202 mill");
			assertThat(get(client, "/webflux", "server")).startsWith("200 mill");
			assertThat(get(client, "/hot", "date")).startsWith("202 null");
			assertThat(get(client, "/webflux", "date")).startsWith("200 null");
		}
	}

	@ParameterizedTest
	@CsvSource({ "auto,400", "enforce,400", "dry-run,200", "off,200" })
	void rulesAreEnforcedAsConfigured(String mode, int status) {
		try (ConfigurableApplicationContext context = start("millrace.http.strict=" + mode)) {
			HttpClient client = client(context, HttpProtocol.HTTP11)
				.headers((headers) -> headers.set("Host", "not a host"));
			assertThat(get(client, "/webflux", "x")).startsWith(String.valueOf(status));
		}
	}

	@Test
	void limitsAreEnforcedAsConfigured() {
		try (ConfigurableApplicationContext context = start("millrace.http.max-header-count=3")) {
			HttpClient client = client(context, HttpProtocol.HTTP11)
				.headers((headers) -> headers.set("a", "1").set("b", "2"));
			assertThat(get(client, "/webflux", "x")).startsWith("431");
		}
	}

	@ParameterizedTest
	@CsvSource({ "max-header-count,0", "max-body-size,-1B", "server-header,a\u0001b" })
	void badValuesStopTheStart(String property, String value) {
		assertThatThrownBy(() -> start("millrace.http." + property + "=" + value).close())
			.hasStackTraceContaining("millrace.http." + property);
	}

	@Test
	void severalRoutersAndByteLanesAreAskedInOrder() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class, Lanes.class)
			.web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off")
			.run()) {
			HttpClient client = client(context, HttpProtocol.HTTP11);
			assertThat(get(client, "/first", "x-route")).isEqualTo("200 null first");
			assertThat(get(client, "/second", "x-route")).isEqualTo("200 null second");
			assertThat(get(client, "/webflux", "x-route")).isEqualTo("200 null webflux");
			assertThat(context.getBeansOfType(ByteLane.class)).containsKeys("secondLane", "millraceByteLane");
			assertThat(context.getBean(Routed.class).paths).contains("/first", "/webflux");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Lanes {

		@Bean
		HotRoute firstRoute() {
			return HotRoute.get("/first").permitAll().respond(HotResponse.text("first"));
		}

		@Bean
		Routed routed() {
			return new Routed();
		}

		@Bean
		@Order(0)
		ExchangeRouter earlier(Routed routed) {
			return (exchange) -> routed.paths.add(exchange.path());
		}

		@Bean
		@Order(0)
		ByteLane secondLane() {
			PreparedResponse answer = PreparedResponse.of(200, new DefaultHttpHeaders(),
					"second".getBytes(StandardCharsets.UTF_8));
			ByteRoute route = new ByteRoute(answer, true) {

				@Override
				public String route() {
					return "/second";
				}

				@Override
				public void answered(long startNanos) {
					// Nothing is counted.
				}

			};
			return new ByteLane() {

				@Override
				public boolean active() {
					return true;
				}

				@Override
				public ByteRoute find(byte[] bytes, int start, int end, boolean head) {
					String target = new String(bytes, start, end - start, StandardCharsets.US_ASCII);
					return target.equals("/second") ? route : null;
				}

			};
		}

	}

	/** What a router was asked about, which found nothing. */
	static final class Routed {

		private final List<String> paths = new CopyOnWriteArrayList<>();

	}

	/** What happened, in order. */
	static final class Recorder {

		private final List<String> events = new CopyOnWriteArrayList<>();

		List<String> awaitEvents(int count) {
			await().until(() -> this.events.size() == count);
			List<String> events = List.copyOf(this.events);
			this.events.clear();
			return events;
		}

	}

	static class NamedFilter implements ExchangeFilter {

		private static final Slot<String> NAMES = new Slot<>();

		private final String name;

		private final Recorder recorder;

		NamedFilter(String name, Recorder recorder) {
			this.name = name;
			this.recorder = recorder;
		}

		@Override
		public Set<Need> needs() {
			return Set.of(Need.HEAD, Need.RESPONSE_HEAD);
		}

		@Override
		public Verdict onRequest(Exchange exchange) {
			this.recorder.events.add(this.name);
			exchange.wantResponse();
			String before = exchange.get(NAMES);
			exchange.set(NAMES, (before != null) ? before + "," + this.name : this.name);
			return Verdict.PASS;
		}

		@Override
		public Answer onResponse(Exchange exchange, ResponseHead head) {
			this.recorder.events.add(this.name + ":response");
			head.setHeader("x-filters", String.valueOf(exchange.get(NAMES)));
			return null;
		}

	}

	static final class OrderedFilter extends NamedFilter implements Ordered {

		OrderedFilter(Recorder recorder) {
			super("ordered", recorder);
		}

		@Override
		public int getOrder() {
			return FilterOrder.APPLICATION_LAST;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

		@Bean
		ExchangeFilter ordered(Recorder recorder) {
			return new OrderedFilter(recorder);
		}

		@Bean
		ExchangeFilter unordered(Recorder recorder) {
			return new NamedFilter("unordered", recorder);
		}

		@Bean
		@Order(FilterOrder.HOT)
		ExchangeFilter hot() {
			return new ExchangeFilter() {

				@Override
				public Set<Need> needs() {
					return Set.of(Need.HEAD);
				}

				@Override
				public Verdict onRequest(Exchange exchange) {
					return switch (exchange.path()) {
						case "/hot" -> PreparedResponse.empty(202);
						case "/broken" -> throw new IllegalStateException("broken");
						default -> Verdict.PASS;
					};
				}

			};
		}

		@Bean
		@Order(FilterOrder.APPLICATION_FIRST)
		ExchangeFilter first(Recorder recorder) {
			return new NamedFilter("first", recorder);
		}

		@Bean
		@Order(1)
		ExchangeListener listener(Recorder recorder) {
			return (exchange, outcome) -> recorder.events.add("listener:" + outcome + ":" + exchange.status());
		}

		@Bean
		@Order(2)
		ExchangeListener last(Recorder recorder) {
			return (exchange, outcome) -> recorder.events.add((outcome != Outcome.FAILED) ? "end" : "failed");
		}

		@Bean
		ExchangeErrorHandler teapot() {
			return (exchange, error) -> PreparedResponse.empty(418);
		}

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.GET("/webflux", (request) -> ServerResponse.ok().bodyValue("webflux"))
				.build();
		}

	}

}
