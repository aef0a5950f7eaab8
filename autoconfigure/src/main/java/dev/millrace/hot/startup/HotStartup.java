package dev.millrace.hot.startup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.exchange.FilterChain;
import dev.millrace.hot.HotByteLane;
import dev.millrace.hot.HotRoute;
import dev.millrace.hot.HotRouteException;
import dev.millrace.hot.HotRoutes;
import dev.millrace.hot.lane.Surroundings;
import dev.millrace.hot.lane.Surroundings.Layer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.reactive.HandlerMapping;

/**
 * Decides, once the application is complete and before its port opens, which hot routes
 * are answered from the pipeline.
 */
public final class HotStartup {

	private static final Logger logger = LoggerFactory.getLogger(HotStartup.class);

	private static final String WAYS_OUT = "Add '.permitAll()' to the routes that anyone may use and "
			+ "'.authorize(...)' to the others.";

	/**
	 * Methods for which Spring Security asks for no CSRF token (RFC 9110 section 9.2.1).
	 */
	private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

	private HotStartup() {
	}

	/**
	 * Decides.
	 * @param routes the hot routes
	 * @param undeclared what happens to routes that do not declare who may use them
	 * @param surroundings what a hot route would bypass
	 * @param filters the filters of the pipeline, {@code null} where there is none
	 * @param byteLane answers routes from bytes, {@code null} if none does
	 * @throws HotRouteException if a route hides a WebFlux mapping, or one is undeclared
	 * where that is not allowed
	 */
	public static void decide(HotRoutes routes, Undeclared undeclared, Surroundings surroundings,
			@Nullable FilterChain filters, @Nullable HotByteLane byteLane) {
		if (filters == null) {
			routes.decide((route) -> "Millrace's pipeline is not in force", surroundings, null, null);
			return;
		}
		String bypassed = surroundings.get(Layer.PROTECTION);
		List<HotRoute> affected = (bypassed != null && undeclared != Undeclared.HOT) ? undeclared(routes) : List.of();
		if (!affected.isEmpty()) {
			if (undeclared == Undeclared.FAIL) {
				throw new HotRouteException("Hot routes " + affected + " do not say who may use them, and " + bypassed
						+ " would be bypassed", WAYS_OUT);
			}
			logger.warn("Hot routes {} are served by WebFlux: they do not say who may use them, and {} would be "
					+ "bypassed. {}", affected, bypassed, WAYS_OUT);
		}
		tellUnseen(routes, surroundings);
		String because = (undeclared == Undeclared.HOT) ? null : bypassed;
		routes.decide((route) -> (because != null && !route.declared()) ? because : unseen(route, surroundings),
				surroundings, filters, byteLane);
	}

	private static void tellUnseen(HotRoutes routes, Surroundings surroundings) {
		Map<String, List<HotRoute>> left = new LinkedHashMap<>();
		for (HotRoute route : routes.all()) {
			String reason = route.declared() ? unseen(route, surroundings) : null;
			if (reason != null) {
				left.computeIfAbsent(reason, (key) -> new ArrayList<>()).add(route);
			}
		}
		left.forEach((reason, those) -> logger.info("Hot routes {} are served by WebFlux: {}", those, reason));
	}

	/**
	 * A layer that a route would bypass, that has nothing to do with the right to use the
	 * route, so that no declaration replaces it, and that concerns all requests and not
	 * single ones.
	 */
	private static @Nullable String unseen(HotRoute route, Surroundings surroundings) {
		String https = surroundings.get(Layer.HTTPS_REDIRECT);
		if (https != null) {
			return https + " redirects requests without TLS";
		}
		String firewall = surroundings.get(Layer.FIREWALL);
		if (firewall != null) {
			return firewall + " looks at each request";
		}
		String csrf = surroundings.get(Layer.CSRF);
		if (csrf != null && !SAFE.contains(route.method())) {
			return csrf + " looks for a CSRF token in each " + route.method();
		}
		return null;
	}

	private static List<HotRoute> undeclared(HotRoutes routes) {
		List<HotRoute> undeclared = new ArrayList<>();
		for (HotRoute route : routes.all()) {
			if (!route.declared()) {
				undeclared.add(route);
			}
		}
		return undeclared;
	}

	/**
	 * Refuses routes that hide something.
	 * @param routes the hot routes
	 * @param mappings the mappings of the application
	 * @param actuatorPath where actuator endpoints are, {@code null} if not on this port
	 * @throws HotRouteException if a route hides a mapping and does not say that it
	 * should
	 */
	public static void refuseHiding(HotRoutes routes, Iterable<? extends HandlerMapping> mappings,
			@Nullable String actuatorPath) {
		HotConflicts conflicts = new HotConflicts(mappings, actuatorPath);
		for (HotRoute route : routes.all()) {
			String hidden = route.overrides() ? null : conflicts.hiddenBy(route);
			if (hidden != null) {
				throw new HotRouteException("Hot route '" + route + "' would hide " + hidden,
						"Change one of the two paths, or add '.overrides()' to the hot route.");
			}
		}
	}

	/**
	 * Selects what happens to routes that do not declare who may use them, if the
	 * application has a layer that they would bypass.
	 */
	public enum Undeclared {

		/** Their WebFlux twins serve them. */
		WEBFLUX,

		/** The application does not start. */
		FAIL,

		/**
		 * They are answered from the pipeline, and the layer does not see their requests.
		 */
		HOT

	}

}
