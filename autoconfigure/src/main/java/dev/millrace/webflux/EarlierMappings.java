package dev.millrace.webflux;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The mappings that a dispatcher asks before that of the annotated methods. A mapping of
 * a kind that is not known here may serve anything.
 */
final class EarlierMappings {

	private final List<HandlerMapping> mappings;

	private final SettledMappings settled;

	private EarlierMappings(List<HandlerMapping> mappings, SettledMappings settled) {
		this.mappings = mappings;
		this.settled = settled;
	}

	/**
	 * Returns the mappings before one, {@code null} if the dispatcher does not ask that.
	 */
	@SuppressWarnings("ReferenceEquality")
	static @Nullable EarlierMappings of(DispatcherHandler dispatcher, HandlerMapping annotated,
			SettledMappings settled) {
		List<HandlerMapping> earlier = new ArrayList<>();
		List<HandlerMapping> all = dispatcher.getHandlerMappings();
		for (HandlerMapping mapping : (all != null) ? all : List.<HandlerMapping>of()) {
			if (mapping == annotated) {
				return new EarlierMappings(earlier, settled);
			}
			if (!(mapping instanceof FirstHandlerMapping)) {
				earlier.add(mapping);
			}
		}
		return null;
	}

	boolean mayServe(String path) {
		PathContainer parsed = PathContainer.parsePath(path);
		return this.mappings.stream().anyMatch((mapping) -> mayServe(mapping, parsed));
	}

	private boolean mayServe(HandlerMapping mapping, PathContainer path) {
		if (mapping.getClass() == RouterFunctionMapping.class) {
			RouterFunctionMapping functions = (RouterFunctionMapping) mapping;
			RouterFunction<?> function = functions.getRouterFunction();
			return function != null && RouterFunctionPaths.mayServe(function, functions.getPathPatternParser(), path);
		}
		if (mapping.getClass() == SimpleUrlHandlerMapping.class) {
			return matches(((SimpleUrlHandlerMapping) mapping).getHandlerMap().keySet(), path);
		}
		if (mapping instanceof RequestMappingInfoHandlerMapping methods && this.settled.areSettled(mapping)) {
			return methods.getHandlerMethods().keySet().stream().anyMatch((info) -> matches(patterns(info), path));
		}
		return true;
	}

	private static Collection<PathPattern> patterns(RequestMappingInfo info) {
		return info.getPatternsCondition().getPatterns();
	}

	private static boolean matches(Collection<PathPattern> patterns, PathContainer path) {
		return patterns.stream().anyMatch((pattern) -> pattern.matches(path));
	}

}
