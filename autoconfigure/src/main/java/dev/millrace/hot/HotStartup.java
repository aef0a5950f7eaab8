package dev.millrace.hot;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.exchange.FilterChain;
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

	private HotStartup() {
	}

	/**
	 * Decides.
	 * @param routes the hot routes
	 * @param undeclared what becomes of routes that do not say who may use them
	 * @param bypassed what such a route would bypass, {@code null} for nothing
	 * @param filters the filters of the pipeline, {@code null} where there is none
	 * @param byteLane answers routes from bytes, {@code null} if none does
	 * @throws HotRouteException if a route hides a WebFlux mapping, or one is undeclared
	 * where that is not allowed
	 */
	public static void decide(HotRoutes routes, Undeclared undeclared, @Nullable String bypassed,
			@Nullable FilterChain filters, @Nullable HotByteLane byteLane) {
		if (filters == null) {
			routes.decide((route) -> "Millrace's pipeline is not in force", null, null);
			return;
		}
		List<HotRoute> affected = (bypassed != null && undeclared != Undeclared.HOT) ? undeclared(routes) : List.of();
		if (!affected.isEmpty()) {
			if (undeclared == Undeclared.FAIL) {
				throw new HotRouteException("Hot routes " + affected + " do not say who may use them, and " + bypassed
						+ " would be bypassed", WAYS_OUT);
			}
			logger.warn("Hot routes {} are served by WebFlux: they do not say who may use them, and {} would be "
					+ "bypassed. {}", affected, bypassed, WAYS_OUT);
		}
		String because = (undeclared == Undeclared.HOT) ? null : bypassed;
		routes.decide((route) -> route.declared() ? null : because, filters, byteLane);
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
	 * What becomes of routes that do not say who may use them, as soon as there is
	 * something that they would bypass.
	 */
	public enum Undeclared {

		/** Their WebFlux twins serve them. */
		WEBFLUX,

		/** The application does not start. */
		FAIL,

		/** They are answered from the pipeline all the same. */
		HOT

	}

}
