package dev.millrace.hot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Serves the hot routes through WebFlux with the same answers: behind every
 * {@code WebFilter}, on any server, and for requests that the pipeline leaves alone.
 */
public final class HotTwin implements RouterFunction<ServerResponse> {

	private final HotRoutes routes;

	private final HotTwinHandler handler;

	private volatile Patterns patterns = new Patterns(HotTable.EMPTY, Map.of());

	HotTwin(HotRoutes routes, HotTwinHandler handler) {
		this.routes = routes;
		this.handler = handler;
	}

	@Override
	public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
		PathContainer path = request.requestPath().pathWithinApplication();
		Map.Entry<PathPattern, HotEndpoint> best = best(path);
		if (best == null) {
			return Mono.empty();
		}
		HotEndpoint endpoint = best.getValue();
		HotLane lane = endpoint.lane(request.method().name());
		request.attributes().put(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE, best.getKey());
		if (lane != null) {
			PathMatchInfo match = best.getKey().matchAndExtract(path);
			Map<String, String> variables = (match != null) ? renamed(best.getKey(), lane, match) : Map.of();
			return Mono.just((matched) -> this.handler.handle(matched, lane, variables));
		}
		return (endpoint.notAllowed() != null) ? Mono.just((matched) -> this.handler.answer(endpoint.notAllowed()))
				: Mono.empty();
	}

	private Map.@Nullable Entry<PathPattern, HotEndpoint> best(PathContainer path) {
		Map.Entry<PathPattern, HotEndpoint> best = null;
		for (Map.Entry<PathPattern, HotEndpoint> candidate : current().byPattern().entrySet()) {
			if (candidate.getKey().matches(path) && (best == null || candidate.getKey().compareTo(best.getKey()) < 0)) {
				best = candidate;
			}
		}
		return best;
	}

	/** Routes with equal patterns may name their variables differently. */
	private static Map<String, String> renamed(PathPattern first, HotLane lane, PathMatchInfo match) {
		HotPattern named = HotPattern.parse(first.getPatternString());
		Map<String, String> variables = new LinkedHashMap<>();
		for (int i = 0; i < named.segments().size(); i++) {
			HotPattern.Segment mine = lane.route().parsedPattern().segment(i);
			if (mine != null && mine.type() != HotPattern.Type.LITERAL) {
				String value = match.getUriVariables().get(named.segments().get(i).text());
				variables.put(mine.text(), value);
			}
		}
		return variables;
	}

	private Patterns current() {
		Patterns current = this.patterns;
		HotTable table = this.routes.table();
		if (current.table() != table) {
			Map<PathPattern, HotEndpoint> parsed = new LinkedHashMap<>();
			for (HotEndpoint endpoint : table.endpoints()) {
				String pattern = endpoint.lanes().get(0).route().pattern();
				parsed.put(PathPatternParser.defaultInstance.parse(pattern), endpoint);
			}
			current = new Patterns(table, parsed);
			this.patterns = current;
		}
		return current;
	}

	@Override
	public void accept(RouterFunctions.Visitor visitor) {
		for (HotRouteSnapshotView view : views()) {
			visitor.route(RequestPredicates.method(HttpMethod.valueOf(view.method()))
				.and(RequestPredicates.path(view.pattern())), (request) -> ServerResponse.notFound().build());
		}
	}

	private List<HotRouteSnapshotView> views() {
		return this.routes.table()
			.endpoints()
			.stream()
			.flatMap((endpoint) -> endpoint.lanes().stream())
			.map((lane) -> new HotRouteSnapshotView(lane.route().method(), lane.route().pattern()))
			.toList();
	}

	private record HotRouteSnapshotView(String method, String pattern) {
	}

	private record Patterns(HotTable table, Map<PathPattern, HotEndpoint> byPattern) {
	}

}
