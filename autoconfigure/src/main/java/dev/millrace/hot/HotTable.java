package dev.millrace.hot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.millrace.exchange.Route;
import dev.millrace.hot.path.ExactPaths;
import dev.millrace.hot.path.HotPaths;
import dev.millrace.hot.path.HotPattern;
import dev.millrace.hot.path.PathMatch;
import dev.millrace.hot.path.PathTree;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;

/**
 * All hot routes, found by path and method: exact paths by hash, patterns by a tree of
 * segments. Of several patterns that match and have the method, the one wins that
 * Spring's {@code PathPattern} takes for the most specific. Immutable.
 */
final class HotTable {

	static final HotTable EMPTY = new HotTable(List.of());

	private static final Comparator<List<HotLane>> MOST_SPECIFIC_FIRST = Comparator
		.comparing((lanes) -> lanes.get(0).route().pathPattern());

	private final Map<String, HotEndpoint> exact = new HashMap<>();

	private final PathTree root = new PathTree();

	private final List<HotEndpoint> endpoints = new ArrayList<>();

	private final Set<String> methods = new TreeSet<>();

	private final boolean raw;

	private final ExactPaths<HotEndpoint> bytes;

	private final boolean byteRoutes;

	private final boolean bytePatterns;

	HotTable(List<HotLane> lanes) {
		Map<String, List<HotLane>> byShape = new LinkedHashMap<>();
		for (HotLane lane : lanes) {
			this.methods.add(lane.route().method());
			byShape.computeIfAbsent(lane.route().parsedPattern().shape(), (shape) -> new ArrayList<>()).add(lane);
		}
		List<List<HotLane>> sorted = new ArrayList<>(byShape.values());
		sorted.sort(MOST_SPECIFIC_FIRST);
		for (List<HotLane> same : sorted) {
			add(new HotEndpoint(same, this.endpoints.size()));
		}
		if (this.methods.contains("GET")) {
			this.methods.add("HEAD");
		}
		List<HotEndpoint> onBytes = this.endpoints.stream()
			.filter((endpoint) -> endpoint.lanes().stream().anyMatch(HotLane::onBytes))
			.toList();
		this.byteRoutes = !onBytes.isEmpty();
		this.bytePatterns = onBytes.stream().anyMatch((endpoint) -> !endpoint.first().parsedPattern().exact());
		this.bytes = new ExactPaths<>(
				onBytes.stream().filter((endpoint) -> endpoint.first().parsedPattern().exact()).toList());
		this.raw = lanes.stream().anyMatch((lane) -> lane.hot() && lane.route().kind() == HotKind.RAW);
	}

	/** Whether a raw route is answered from the pipeline. */
	boolean raw() {
		return this.raw;
	}

	/** The exact paths of the byte lane. */
	ExactPaths<HotEndpoint> bytes() {
		return this.bytes;
	}

	/** Whether a route is answered on the byte lane. */
	boolean hasByteRoutes() {
		return this.byteRoutes;
	}

	/** Whether one with variables is. */
	boolean hasBytePatterns() {
		return this.bytePatterns;
	}

	private void add(HotEndpoint endpoint) {
		this.endpoints.add(endpoint);
		HotPattern pattern = endpoint.first().parsedPattern();
		if (pattern.exact()) {
			this.exact.put(pattern.text(), endpoint);
		}
		else {
			this.root.add(pattern.segments(), endpoint);
		}
	}

	/** All endpoints, the most specific first. */
	List<HotEndpoint> endpoints() {
		return this.endpoints;
	}

	/**
	 * Finds the endpoint that serves a request.
	 * @param path the path within the application, not decoded
	 * @param method the request method
	 * @return a {@link HotEndpoint}, a {@link PathMatch} where it has variables, or
	 * {@code null}, also for paths that are ambiguous
	 */
	@Nullable Route find(String path, String method) {
		HotEndpoint endpoint = this.exact.get(path);
		if (endpoint != null && endpoint.serves(method)) {
			return endpoint;
		}
		if (this.root.isEmpty() || path.isEmpty() || path.charAt(0) != '/' || HotPaths.isAmbiguous(path)) {
			return null;
		}
		return this.root.find(path, 1, 0, method, Integer.MAX_VALUE);
	}

	/**
	 * Finds the endpoint that serves a request in WebFlux: as the pipeline does, where
	 * that would answer; else as {@code PathPattern} does.
	 * @param path the path within the application
	 * @param method the request method
	 * @return the endpoint or a match, or {@code null}
	 */
	@Nullable Route find(PathContainer path, String method) {
		Route found = find(path.value(), method);
		if (found != null || !HotPaths.isAmbiguous(path.value())) {
			return found;
		}
		for (HotEndpoint endpoint : this.endpoints) {
			if (endpoint.serves(method) && endpoint.first().pathPattern().matches(path)) {
				return endpoint;
			}
		}
		return null;
	}

	/** The methods of all routes, HEAD with GET. */
	Set<String> methods() {
		return Collections.unmodifiableSet(this.methods);
	}

	/** The methods that routes have on a path, HEAD with GET; empty if none is on it. */
	Set<String> methods(PathContainer path) {
		Set<String> found = new TreeSet<>();
		for (String method : this.methods) {
			HotEndpoint endpoint = HotEndpoint.of(find(path, method));
			if (endpoint != null && endpoint.lane(method) != null) {
				found.add(method);
			}
		}
		return found;
	}

	/** The pattern of some route on a path, {@code null} if none is on it. */
	@Nullable String pattern(PathContainer path) {
		for (String method : this.methods) {
			HotEndpoint endpoint = HotEndpoint.of(find(path, method));
			if (endpoint != null) {
				return endpoint.first().pattern();
			}
		}
		return null;
	}

}
