package dev.millrace.webflux;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.all;
import static org.springframework.web.reactive.function.server.RequestPredicates.method;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;
import static org.springframework.web.reactive.function.server.RequestPredicates.queryParam;

class RouterFunctionSegmentsTests {

	private static final HandlerFunction<ServerResponse> HANDLER = (request) -> ServerResponse.ok().build();

	private static final RequestPredicate OPAQUE = (request) -> true;

	private static final RouterFunction<ServerResponse> NONE = (request) -> Mono.empty();

	private static boolean mayServe(RouterFunction<?> function, String path) {
		FirstSegments segments = new FirstSegments();
		function.accept(new RouterFunctionSegments(segments));
		return segments.mayMatch(PathContainer.parsePath(path));
	}

	private static boolean routes(RequestPredicate predicate, String path) {
		return mayServe(RouterFunctions.route(predicate, HANDLER), path);
	}

	@Test
	void aDemandedPathDecides() {
		assertThat(routes(GET("/a"), "/a")).isTrue();
		assertThat(routes(GET("/a"), "/b")).isFalse();
		assertThat(routes(GET("/a/{b}"), "/a/c")).isTrue();
		assertThat(routes(GET("/a/{b}"), "/b")).isFalse();
		assertThat(routes(GET("/{a}/b"), "/b")).isTrue();
		assertThat(routes(path("/a").and(queryParam("q", "1")).and(OPAQUE), "/b")).isFalse();
		assertThat(routes(OPAQUE.and(path("/a")), "/a")).isTrue();
	}

	@Test
	void whatDemandsNoPathMayServeAny() {
		assertThat(routes(all(), "/a")).isTrue();
		assertThat(routes(method(HttpMethod.POST), "/a")).isTrue();
		assertThat(routes(OPAQUE, "/a")).isTrue();
	}

	@Test
	void aChoiceOfPathsIsNoDemand() {
		assertThat(routes(path("/a").or(path("/b")), "/b")).isTrue();
		assertThat(routes(path("/a").or(OPAQUE), "/b")).isTrue();
		assertThat(routes(path("/a").negate(), "/b")).isTrue();
		assertThat(routes(path("/a").negate().and(path("/c")), "/b")).isFalse();
		assertThat(routes(path("/c").and(path("/a").or(path("/b"))), "/b")).isFalse();
		assertThat(routes(path("/a").or(path("/b")).and(path("/c")), "/b")).isFalse();
	}

	@Test
	void nestedFunctionsAreSkippedWhereTheirPathIsAnother() {
		RouterFunction<ServerResponse> nested = RouterFunctions.route()
			.path("/outer",
					(outer) -> outer.GET("/inner", HANDLER).nest(all(), (any) -> any.route(all(), HANDLER)).add(NONE))
			.GET("/after", HANDLER)
			.build();
		assertThat(mayServe(nested, "/outer/inner")).isTrue();
		assertThat(mayServe(nested, "/outer/other")).isTrue();
		assertThat(mayServe(nested, "/inner")).isFalse();
		assertThat(mayServe(nested, "/after")).isTrue();
	}

	@Test
	void eachPartOfAFunctionCounts() {
		RouterFunction<ServerResponse> both = RouterFunctions.route(GET("/a"), HANDLER)
			.and(RouterFunctions.route(GET("/b"), HANDLER))
			.filter((request, next) -> next.handle(request))
			.withAttribute("name", "value");
		assertThat(mayServe(both, "/a")).isTrue();
		assertThat(mayServe(both, "/b")).isTrue();
		assertThat(mayServe(both, "/c")).isFalse();
	}

	@Test
	void whatCannotBeToldMayServeAnything() {
		assertThat(mayServe(RouterFunctions.resources("/static/**", new ByteArrayResource(new byte[0])), "/a"))
			.isTrue();
		assertThat(mayServe(NONE, "/a")).isTrue();
	}

}
