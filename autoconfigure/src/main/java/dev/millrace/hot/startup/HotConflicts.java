package dev.millrace.hot.startup;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.millrace.hot.ControllerMethod;
import dev.millrace.hot.HotRoute;
import dev.millrace.hot.path.PatternOverlap;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Finds WebFlux mappings that a hot route would hide: those that match some path of the
 * route and are not less specific than it, and all that is under the actuator's path.
 * Functional routes do not tell their paths, so they are not found.
 */
final class HotConflicts {

	private final List<Mapping> mappings = new ArrayList<>();

	/**
	 * Collects what the application maps.
	 * @param handlerMappings the mappings of the application
	 * @param actuatorPath where actuator endpoints are, {@code null} if elsewhere
	 */
	HotConflicts(Iterable<? extends HandlerMapping> handlerMappings, @Nullable String actuatorPath) {
		for (HandlerMapping handlerMapping : handlerMappings) {
			if (handlerMapping instanceof RequestMappingInfoHandlerMapping methods) {
				methods.getHandlerMethods().forEach(this::add);
			}
			else if (handlerMapping instanceof AbstractUrlHandlerMapping urls) {
				urls.getHandlerMap()
					.keySet()
					.forEach((pattern) -> this.mappings
						.add(new Mapping(pattern, Set.of(), "a resource handler", null, false)));
			}
		}
		if (actuatorPath != null) {
			PathPattern all = PathPatternParser.defaultInstance.parse(actuatorPath + "/**");
			this.mappings.add(new Mapping(all, Set.of(), "the actuator", null, true));
		}
	}

	private void add(RequestMappingInfo info, HandlerMethod handler) {
		for (PathPattern pattern : info.getPatternsCondition().getPatterns()) {
			this.mappings.add(new Mapping(pattern, info.getMethodsCondition().getMethods(), handler.toString(),
					handler.getMethod(), false));
		}
	}

	/** What the route hides, {@code null} where it hides nothing. */
	@Nullable String hiddenBy(HotRoute route) {
		for (Mapping mapping : this.mappings) {
			if (!mapping.isOf(route) && mapping.sharesMethod(route) && mapping.sharesPath(route)) {
				return mapping.pattern() + " of " + mapping.owner();
			}
		}
		return null;
	}

	/**
	 * A mapping of the application.
	 *
	 * @param pattern a pattern
	 * @param methods request methods, none for all
	 * @param owner whose it is
	 * @param handler method of a controller, or {@code null}
	 * @param whole whether not even more specific routes may be under the pattern
	 */
	private record Mapping(PathPattern pattern, Set<RequestMethod> methods, String owner, @Nullable Method handler,
			boolean whole) {

		private boolean isOf(HotRoute route) {
			ControllerMethod source = route.source();
			return this.handler != null && source != null && this.handler.equals(source.method());
		}

		private boolean sharesMethod(HotRoute route) {
			return this.methods.isEmpty() || route.exclusive()
					|| this.methods.stream().anyMatch((own) -> shared(own.name(), route.method()));
		}

		/** Whether two methods meet. A mapping for GET serves HEAD, too. */
		private static boolean shared(String own, String hot) {
			boolean reads = (own.equals("GET") || own.equals("HEAD")) && (hot.equals("GET") || hot.equals("HEAD"));
			return own.equals(hot) || reads;
		}

		private boolean sharesPath(HotRoute route) {
			return PatternOverlap.exists(route.pattern(), this.pattern.getPatternString()) && (this.whole
					|| PathPattern.SPECIFICITY_COMPARATOR.compare(route.pathPattern(), this.pattern) >= 0);
		}

	}

}
