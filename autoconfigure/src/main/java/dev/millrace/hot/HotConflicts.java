package dev.millrace.hot;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Finds WebFlux mappings that a hot route would hide: those that match some path of the
 * route and are not less specific than it.
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
				methods.getHandlerMethods().forEach((info, method) -> add(info, method.toString()));
			}
			else if (handlerMapping instanceof AbstractUrlHandlerMapping urls) {
				urls.getHandlerMap().keySet().forEach((pattern) -> add(pattern, "a resource handler"));
			}
		}
		if (actuatorPath != null) {
			add(actuatorPath, "the actuator");
			add(actuatorPath + "/**", "the actuator");
		}
	}

	private void add(RequestMappingInfo info, String owner) {
		for (PathPattern pattern : info.getPatternsCondition().getPatterns()) {
			this.mappings.add(new Mapping(pattern, info.getMethodsCondition().getMethods(), owner));
		}
	}

	private void add(String pattern, String owner) {
		add(PathPatternParser.defaultInstance.parse(pattern), owner);
	}

	private void add(PathPattern pattern, String owner) {
		this.mappings.add(new Mapping(pattern, Set.of(), owner));
	}

	/** What the route hides, {@code null} where it hides nothing. */
	@Nullable String hiddenBy(HotRoute route) {
		PathPattern hot = PathPatternParser.defaultInstance.parse(route.pattern());
		for (Mapping mapping : this.mappings) {
			if (mapping.hasMethod(route.method()) && overlap(hot, mapping.pattern())
					&& PathPattern.SPECIFICITY_COMPARATOR.compare(hot, mapping.pattern()) >= 0) {
				return mapping.pattern() + " of " + mapping.owner();
			}
		}
		return null;
	}

	private static boolean overlap(PathPattern one, PathPattern other) {
		return PatternOverlap.exists(one.getPatternString(), other.getPatternString());
	}

	private record Mapping(PathPattern pattern, Set<RequestMethod> methods, String owner) {

		private boolean hasMethod(String method) {
			return this.methods.isEmpty() || this.methods.stream().anyMatch((own) -> own.name().equals(method));
		}

	}

}
