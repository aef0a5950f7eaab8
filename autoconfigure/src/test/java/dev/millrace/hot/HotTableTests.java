package dev.millrace.hot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.millrace.exchange.Route;
import dev.millrace.hot.lane.LaneDecision;
import dev.millrace.hot.lane.LaneFilters;
import dev.millrace.hot.lane.TwinRequests;
import dev.millrace.hot.path.HotPaths;
import dev.millrace.hot.path.HotPattern;
import dev.millrace.hot.path.PathMatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HotTable}, with Spring's {@code PathPattern} to tell what is right.
 */
class HotTableTests {

	private static final HotResponse OK = HotResponse.text("");

	private static final String[] LITERALS = { "a", "b", "ab", "a.b", "longer", "a:b", "~" };

	private static final String[] SEGMENTS = { "a", "b", "ab", "a.b", "longer", "a:b", "~", "x", "%20", "%C3%BC",
			"a%20b", "%61", "a%2Fb", "%2e%2E", ".", "..", "", "a;b=c", "%00", "%zz", "a|b", "\u00fc", "a\\b" };

	private static final String[] METHODS = { "GET", "HEAD", "POST" };

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void findsWhatPathPatternFinds(long seed) {
		Random random = new Random(seed);
		int found = 0;
		for (int round = 0; round < 400; round++) {
			Map<String, HotRoute> routes = routes(random);
			HotTable table = table(List.copyOf(routes.values()));
			for (int i = 0; i < 50; i++) {
				String path = path(random);
				String method = METHODS[random.nextInt(METHODS.length)];
				Route actual = table.find(path, method);
				if (HotPaths.isAmbiguous(path)) {
					assertThat(actual).as(path).isNull();
					continue;
				}
				HotRoute expected = expected(routes.values(), path, method);
				String description = method + " " + path + " in " + routes.keySet();
				assertThat(route(actual, method)).as(description).isSameAs(expected);
				if (expected != null) {
					found++;
					assertThat(variables(actual, expected)).as(description)
						.isEqualTo(expectedVariables(expected, path));
				}
			}
		}
		assertThat(found).isGreaterThan(2_000);
	}

	@Test
	void literalSpelledInAnotherWayIsNotTakenForAVariable() {
		HotTable table = table(List.of(get("/users/me"), get("/users/{id}")));
		assertThat(table.find("/users/m%65", "GET")).isNull();
		assertThat(table.find("/users/me", "GET")).isInstanceOf(HotEndpoint.class);
		assertThat(table.find("/users/you", "GET")).isInstanceOf(PathMatch.class);
	}

	@Test
	void lessSpecificRouteServesTheMethodsThatTheOtherDoesNotHave() {
		HotRoute byId = get("/users/{id}");
		HotTable table = table(List.of(HotRoute.post("/users/me").respond(OK), byId));
		assertThat(route(table.find("/users/me", "GET"), "GET")).isSameAs(byId);
	}

	@Test
	void exclusiveRouteKeepsItsPathForItself() {
		HotTable table = table(List.of(HotRoute.post("/users/me").exclusive().respond(OK), get("/users/{id}")));
		Route found = table.find("/users/me", "GET");
		assertThat(found).isInstanceOf(HotEndpoint.class);
		assertThat(route(found, "GET")).isNull();
	}

	private static HotRoute get(String pattern) {
		return HotRoute.get(pattern).respond(OK);
	}

	private static HotTable table(List<HotRoute> routes) {
		List<HotLane> lanes = new ArrayList<>();
		for (HotRoute route : routes) {
			lanes.add(new HotLane(route, route.parsedPattern(), new LaneDecision(LaneDecision.Lane.OBJECT, null),
					LaneFilters.of(null, 0), TwinRequests.NONE, null));
		}
		return new HotTable(lanes);
	}

	private static Map<String, HotRoute> routes(Random random) {
		Map<String, HotRoute> routes = new LinkedHashMap<>();
		int count = 1 + random.nextInt(8);
		for (int i = 0; i < count; i++) {
			String method = random.nextBoolean() ? "GET" : "POST";
			HotRoute route = HotRoute.method(method, pattern(random)).respond(OK);
			routes.putIfAbsent(method + route.parsedPattern().shape(), route);
		}
		return routes;
	}

	private static String pattern(Random random) {
		StringBuilder pattern = new StringBuilder();
		int segments = 1 + random.nextInt(4);
		for (int i = 0; i < segments; i++) {
			boolean last = i == segments - 1;
			int kind = random.nextInt(10);
			pattern.append('/');
			if (last && kind == 0) {
				pattern.append("{*v").append(i).append('}');
			}
			else if (kind < 4) {
				pattern.append("{v").append(i).append('}');
			}
			else if (!last || kind < 9) {
				pattern.append(LITERALS[random.nextInt(LITERALS.length)]);
			}
		}
		return pattern.toString();
	}

	private static String path(Random random) {
		StringBuilder path = new StringBuilder();
		int segments = 1 + random.nextInt(5);
		int known = (random.nextInt(4) == 0) ? SEGMENTS.length : 8;
		for (int i = 0; i < segments; i++) {
			path.append('/').append(SEGMENTS[random.nextInt(known)]);
		}
		return (random.nextInt(10) == 0) ? path.append('/').toString() : path.toString();
	}

	private static @Nullable HotRoute expected(Iterable<HotRoute> routes, String path, String method) {
		PathContainer parsed = PathContainer.parsePath(path);
		HotRoute best = null;
		for (HotRoute route : routes) {
			boolean served = route.method().equals(method) || (method.equals("HEAD") && route.method().equals("GET"));
			if (served && route.pathPattern().matches(parsed)
					&& (best == null || compare(route.pathPattern(), best.pathPattern()) < 0)) {
				best = route;
			}
		}
		return best;
	}

	private static int compare(PathPattern one, PathPattern other) {
		return one.compareTo(other);
	}

	private static @Nullable HotRoute route(@Nullable Route found, String method) {
		HotEndpoint endpoint = HotEndpoint.of(found);
		HotLane lane = (endpoint != null) ? endpoint.lane(method) : null;
		return (lane != null) ? lane.route() : null;
	}

	private static Map<String, String> variables(@Nullable Route found, HotRoute route) {
		Map<String, String> variables = new LinkedHashMap<>();
		int index = 0;
		for (HotPattern.Segment segment : route.parsedPattern().segments()) {
			if (segment.type() != HotPattern.Type.LITERAL && found instanceof PathMatch match) {
				variables.put(segment.text(), HotQuery.decode(match.variable(index++), false));
			}
		}
		return variables;
	}

	private static Map<String, String> expectedVariables(HotRoute route, String path) {
		PathMatchInfo match = route.pathPattern().matchAndExtract(PathContainer.parsePath(path));
		return (match != null) ? match.getUriVariables() : Map.of();
	}

}
