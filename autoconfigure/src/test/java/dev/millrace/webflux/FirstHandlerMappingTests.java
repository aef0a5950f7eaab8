package dev.millrace.webflux;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The handler is the one that the order of the mappings gives, also where another mapping
 * is asked first.
 */
class FirstHandlerMappingTests {

	private static final List<String> ANNOTATED = List.of("/one", "/two", "/nested/three", "/text", "/cors",
			"/users/7");

	private static final List<String> OTHERS = List.of("/one/", "/ONE", "/missing", "/", "");

	private static final List<HttpMethod> METHODS = List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.HEAD,
			HttpMethod.OPTIONS);

	private static final List<Map<String, String>> HEADERS = List.of(Map.of(), Map.of("Accept", "application/json"),
			Map.of("Origin", "https://other.example"),
			Map.of("Origin", "https://other.example", "Access-Control-Request-Method", "GET"));

	private final List<AnnotationConfigApplicationContext> contexts = new ArrayList<>();

	@AfterEach
	void close() {
		this.contexts.forEach(AnnotationConfigApplicationContext::close);
	}

	private DispatcherHandler dispatcher(Consumer<GenericApplicationContext> earlier) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		this.contexts.add(context);
		context.register(Routes.class);
		context.registerBean(DispatcherHandler.class);
		context.registerBean("requestMappingHandlerMapping", DirectHandlerMapping.class, () -> {
			DirectHandlerMapping annotated = new DirectHandlerMapping();
			annotated.setOrder(0);
			return annotated;
		});
		context.registerBean(FirstHandlerMapping.class,
				() -> new FirstHandlerMapping(context.getBean(DirectHandlerMapping.class),
						(mapping) -> mapping instanceof Endpoints));
		earlier.accept(context);
		context.refresh();
		return context.getBean(DispatcherHandler.class);
	}

	private static Consumer<GenericApplicationContext> with(HandlerMapping mapping) {
		return (context) -> context.registerBean(HandlerMapping.class, () -> mapping);
	}

	private static Consumer<GenericApplicationContext> routed(RouterFunction<?> function) {
		return (context) -> context.registerBean(RouterFunctionMapping.class, () -> {
			RouterFunctionMapping mapping = new RouterFunctionMapping(function);
			mapping.setOrder(-1);
			return mapping;
		});
	}

	private static SimpleUrlHandlerMapping urls(String pattern) {
		WebHandler handler = (exchange) -> Mono.empty();
		return new SimpleUrlHandlerMapping(Map.of(pattern, handler), -1);
	}

	private static MockServerWebExchange exchange(HttpMethod method, String path, Map<String, String> headers) {
		MockServerHttpRequest.BodyBuilder request = MockServerHttpRequest.method(method, "http://localhost" + path);
		headers.forEach(request::header);
		return MockServerWebExchange.from(request);
	}

	private static @Nullable Object handler(DispatcherHandler dispatcher, boolean first, ServerWebExchange exchange) {
		for (HandlerMapping mapping : dispatcher.getHandlerMappings()) {
			Object handler = (first || !(mapping instanceof FirstHandlerMapping)) ? mapping.getHandler(exchange).block()
					: null;
			if (handler != null) {
				return (handler instanceof HandlerMethod method) ? method.getMethod() : handler.getClass();
			}
		}
		return null;
	}

	/** The annotated paths that are found first; all are served as without. */
	private static List<String> first(DispatcherHandler dispatcher) {
		FirstHandlerMapping first = (FirstHandlerMapping) dispatcher.getHandlerMappings().get(0);
		List<String> found = new ArrayList<>(ANNOTATED);
		found.addAll(OTHERS);
		for (String path : found) {
			for (HttpMethod method : METHODS) {
				for (Map<String, String> headers : HEADERS) {
					assertThat(outcome(dispatcher, true, exchange(method, path, headers)))
						.as(method + " " + path + " " + headers)
						.isEqualTo(outcome(dispatcher, false, exchange(method, path, headers)));
				}
			}
		}
		found.removeIf((path) -> first.getHandler(exchange(HttpMethod.GET, path, Map.of())).block() == null);
		return found;
	}

	private static @Nullable Object outcome(DispatcherHandler dispatcher, boolean first, ServerWebExchange exchange) {
		try {
			return handler(dispatcher, first, exchange) + " " + exchange.getResponse().getStatusCode();
		}
		catch (RuntimeException ex) {
			return ex.toString();
		}
	}

	private static List<String> allBut(String path) {
		return ANNOTATED.stream().filter((other) -> !other.equals(path)).toList();
	}

	@Test
	void findsWhatNoEarlierMappingServes() {
		assertThat(first(dispatcher((context) -> {
		}))).isEqualTo(ANNOTATED);
	}

	@Test
	void leavesPathsOfRouterFunctions() {
		RouterFunction<?> function = RouterFunctions.route()
			.GET("/one", (request) -> ServerResponse.ok().build())
			.GET("/other/{variable}", (request) -> ServerResponse.ok().build())
			.build();
		assertThat(first(dispatcher(routed(function)))).isEqualTo(allBut("/one"));
	}

	@Test
	void leavesPathsOfHandlersByUrl() {
		assertThat(first(dispatcher(with(urls("/nested/**"))))).isEqualTo(allBut("/nested/three"));
		assertThat(first(dispatcher(with(urls("/**"))))).isEmpty();
	}

	@Test
	void leavesPathsOfSettledMappings() throws NoSuchMethodException {
		Endpoints endpoints = new Endpoints();
		endpoints.registerMapping(RequestMappingInfo.paths("/users/{rest}").build(), new Routes(),
				Routes.method("one"));
		assertThat(first(dispatcher(with(endpoints)))).isEqualTo(allBut("/users/7"));
	}

	@Test
	void leavesAllToMappingsThatItDoesNotKnow() {
		assertThat(first(dispatcher(with(new Unknown())))).isEmpty();
		assertThat(first(dispatcher(with(new Unsettled())))).isEmpty();
		assertThat(first(dispatcher(with(new SimpleUrlHandlerMapping(Map.of(), -1) {
		})))).isEmpty();
	}

	@Test
	void leavesAllWhereCaseDoesNotCount() {
		SimpleUrlHandlerMapping mapping = urls("/OTHER");
		mapping.setUseCaseSensitiveMatch(false);
		assertThat(first(dispatcher(with(mapping)))).isEmpty();
	}

	@Test
	void leavesAllOfADispatcherThatDoesNotAskTheAnnotatedMapping() {
		DispatcherHandler dispatcher = dispatcher((context) -> {
		});
		DirectHandlerMapping another = new DirectHandlerMapping();
		another.setApplicationContext(this.contexts.get(0));
		another.afterPropertiesSet();
		FirstHandlerMapping first = new FirstHandlerMapping(another, (mapping) -> true);
		assertThat(dispatcher.getHandlerMappings()).doesNotContain(another);
		assertThat(first.getHandler(exchange(HttpMethod.GET, "/one", Map.of())).blockOptional()).isEmpty();
	}

	@Test
	void doesNotMindLaterMappings() {
		SimpleUrlHandlerMapping later = urls("/**");
		later.setOrder(1);
		assertThat(first(dispatcher(with(later)))).startsWith(ANNOTATED.toArray(String[]::new));
	}

	@Test
	void leavesRequestsOfAnotherContext() {
		DispatcherHandler dispatcher = dispatcher((context) -> {
		});
		HandlerMapping first = dispatcher.getHandlerMappings().get(0);
		assertThat(first.getHandler(served(this.contexts.get(0))).blockOptional()).isPresent();
		GenericApplicationContext child = new GenericApplicationContext(this.contexts.get(0));
		assertThat(first.getHandler(served(child)).blockOptional()).isEmpty();
	}

	private static ServerWebExchange served(ApplicationContext context) {
		return new ServerWebExchangeDecorator(exchange(HttpMethod.GET, "/one", Map.of())) {

			@Override
			public ApplicationContext getApplicationContext() {
				return context;
			}

		};
	}

	@Test
	void followsChanges() {
		List<RouterFunction<ServerResponse>> late = new ArrayList<>();
		RouterFunction<ServerResponse> changing = new RouterFunction<>() {

			@Override
			public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
				return late.isEmpty() ? Mono.empty() : late.get(0).route(request);
			}

			@Override
			public void accept(RouterFunctions.Visitor visitor) {
				late.forEach((function) -> function.accept(visitor));
			}

		};
		DispatcherHandler dispatcher = dispatcher(routed(changing));
		assertThat(first(dispatcher)).isEqualTo(ANNOTATED);
		late.add(RouterFunctions.route().GET("/two", (request) -> ServerResponse.ok().build()).build());
		this.contexts.get(0).getBean(FirstHandlerMapping.class).changed();
		assertThat(first(dispatcher)).isEqualTo(allBut("/two"));
	}

	/**
	 * Mapping of a kind that nothing is known of.
	 */
	private static final class Unknown implements HandlerMapping, Ordered {

		@Override
		public Mono<Object> getHandler(ServerWebExchange exchange) {
			return Mono.empty();
		}

		@Override
		public int getOrder() {
			return -1;
		}

	}

	/**
	 * Mapping whose patterns may change.
	 */
	private static class Unsettled extends RequestMappingInfoHandlerMapping {

		Unsettled() {
			setOrder(-1);
		}

		@Override
		protected boolean isHandler(Class<?> beanType) {
			return false;
		}

		@Override
		protected @Nullable RequestMappingInfo getMappingForMethod(Method method, Class<?> handlerType) {
			return null;
		}

	}

	/**
	 * Mapping whose patterns are known to stay.
	 */
	private static final class Endpoints extends Unsettled {

	}

	@Controller
	static class Routes {

		static Method method(String name) throws NoSuchMethodException {
			return Routes.class.getDeclaredMethod(name);
		}

		@GetMapping("/one")
		void one() {
		}

		@GetMapping("/two")
		void two() {
		}

		@GetMapping("/nested/three")
		void three() {
		}

		@GetMapping(path = "/text", produces = "text/plain")
		void text() {
		}

		@GetMapping("/cors")
		@CrossOrigin
		void cors() {
		}

		@GetMapping("/users/{id}")
		void user() {
		}

	}

}
