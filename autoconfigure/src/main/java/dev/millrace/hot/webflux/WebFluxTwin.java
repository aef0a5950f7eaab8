package dev.millrace.hot.webflux;

import java.util.List;
import java.util.concurrent.Executor;

import dev.millrace.exchange.PreparedResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.hot.HotRoutes;
import dev.millrace.hot.WebFluxRoutes;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Serves the hot routes through WebFlux with the same answers: behind every
 * {@code WebFilter}, on any server, and for requests that the pipeline leaves alone. The
 * routes of controllers' methods are left to these.
 */
public final class WebFluxTwin implements RouterFunction<ServerResponse>, ApplicationContextAware {

	private final WebFluxRoutes routes;

	private final WebFluxTwinHandler handler;

	private @Nullable ApplicationContext application;

	/**
	 * Creates a twin.
	 * @param routes the hot routes
	 * @param blocking runs blocking handlers
	 */
	public WebFluxTwin(HotRoutes routes, Executor blocking) {
		this.routes = new WebFluxRoutes(routes);
		this.handler = new WebFluxTwinHandler(this.routes.encoder(), blocking);
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.application = context;
	}

	@Override
	public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
		if (isElsewhere(request)) {
			return Mono.empty();
		}
		PathContainer path = request.requestPath().pathWithinApplication();
		String method = method(request);
		WebFluxRoutes.Found found = this.routes.find(path, method);
		if (found == null) {
			return Mono.empty();
		}
		HotRoute route = found.route();
		if (route != null && route.source() != null) {
			return Mono.empty();
		}
		request.attributes().put(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE, found.first().pathPattern());
		if (route != null) {
			List<String> variables = PathVariables.of(found.first().parsedPattern(), path);
			return Mono.just((matched) -> this.handler.handle(matched, route, variables));
		}
		PreparedResponse refusal = found.refusal();
		return (refusal != null) ? Mono.just((matched) -> this.handler.answer(refusal)) : Mono.empty();
	}

	/**
	 * A preflight request is mapped as the request that it asks about, and then answered
	 * by Spring's CORS processor in place of the handler.
	 */
	private static String method(ServerRequest request) {
		if (CorsUtils.isPreFlightRequest(request.exchange().getRequest())) {
			String wanted = request.headers().firstHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
			return (wanted != null) ? wanted : "OPTIONS";
		}
		return request.method().name();
	}

	/**
	 * Whether the request came to another context: that of a management port is a child
	 * and finds the routes of its parent.
	 */
	@SuppressWarnings("ReferenceEquality")
	private boolean isElsewhere(ServerRequest request) {
		ApplicationContext serving = request.exchange().getApplicationContext();
		return serving != null && this.application != null && serving != this.application;
	}

	@Override
	public void accept(RouterFunctions.Visitor visitor) {
		for (HotRoute route : this.routes.all()) {
			if (route.source() == null) {
				visitor.route(
						RequestPredicates.method(HttpMethod.valueOf(route.method()))
							.and(RequestPredicates.path(route.pattern())),
						(request) -> ServerResponse.notFound().build());
			}
		}
	}

	@Override
	public String toString() {
		return "hot routes";
	}

}
