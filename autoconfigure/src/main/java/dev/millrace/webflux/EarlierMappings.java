package dev.millrace.webflux;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds out which paths are served by the mappings that a dispatcher asks before the one
 * of the annotated methods. A mapping of an unknown kind may serve any path.
 *
 * @param settled knows mappings whose patterns stay as they are
 */
record EarlierMappings(SettledMappings settled) {

	/** The first segments of what is served before a mapping has its turn. */
	@SuppressWarnings("ReferenceEquality")
	FirstSegments before(HandlerMapping annotated, @Nullable DispatcherHandler dispatcher) {
		FirstSegments segments = new FirstSegments();
		List<HandlerMapping> all = (dispatcher != null) ? dispatcher.getHandlerMappings() : null;
		for (HandlerMapping mapping : (all != null) ? all : List.<HandlerMapping>of()) {
			if (mapping == annotated) {
				return segments;
			}
			if (!(mapping instanceof FirstHandlerMapping)) {
				add(mapping, segments);
			}
		}
		// The dispatcher does not ask this mapping.
		segments.addAny();
		return segments;
	}

	private void add(HandlerMapping mapping, FirstSegments segments) {
		if (!(mapping instanceof AbstractHandlerMapping known) || !known.getPathPatternParser().isCaseSensitive()) {
			segments.addAny();
		}
		else if (mapping.getClass() == RouterFunctionMapping.class) {
			RouterFunction<?> function = ((RouterFunctionMapping) mapping).getRouterFunction();
			if (function != null) {
				function.accept(new RouterFunctionSegments(segments));
			}
		}
		else if (mapping instanceof AbstractUrlHandlerMapping urls
				&& (mapping.getClass() == SimpleUrlHandlerMapping.class || this.settled.areSettled(mapping))) {
			add(urls.getHandlerMap().keySet(), segments);
		}
		else if (mapping instanceof RequestMappingInfoHandlerMapping methods && this.settled.areSettled(mapping)) {
			for (RequestMappingInfo info : methods.getHandlerMethods().keySet()) {
				add(info.getPatternsCondition().getPatterns(), segments);
			}
		}
		else {
			segments.addAny();
		}
	}

	private static void add(Collection<PathPattern> patterns, FirstSegments segments) {
		patterns.forEach((pattern) -> segments.add(pattern.getPatternString()));
	}

}
