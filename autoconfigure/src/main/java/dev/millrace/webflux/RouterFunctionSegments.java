package dev.millrace.webflux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import reactor.core.publisher.Mono;

import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Collects the first segments of the paths that the routes of a router function require.
 * A route whose paths are not known may serve any path.
 */
final class RouterFunctionSegments implements RouterFunctions.Visitor {

	private final FirstSegments segments;

	/** Number of enclosing nested functions that require a path. */
	private int within;

	RouterFunctionSegments(FirstSegments segments) {
		this.segments = segments;
	}

	@Override
	public void startNested(RequestPredicate predicate) {
		if (this.within == 0) {
			add(predicate);
		}
		this.within++;
	}

	@Override
	public void endNested(RequestPredicate predicate) {
		this.within--;
	}

	@Override
	public void route(RequestPredicate predicate, HandlerFunction<?> handlerFunction) {
		if (this.within == 0) {
			add(predicate);
		}
	}

	@Override
	public void resources(Function<ServerRequest, Mono<Resource>> lookupFunction) {
		opaque();
	}

	@Override
	public void unknown(RouterFunction<?> routerFunction) {
		opaque();
	}

	private void opaque() {
		if (this.within == 0) {
			this.segments.addAny();
		}
	}

	@Override
	public void attributes(Map<String, Object> attributes) {
		// Attributes do not decide whether a route matches.
	}

	private void add(RequestPredicate predicate) {
		Demands demands = new Demands();
		predicate.accept(demands);
		if (demands.patterns.isEmpty()) {
			this.segments.addAny();
		}
		else {
			// Both sides of an "and" must match, so the path of one is enough.
			this.segments.add(demands.patterns.get(0));
		}
	}

	/**
	 * Collects the paths that a predicate requires, not the alternatives of an "or".
	 */
	private static final class Demands implements RequestPredicates.Visitor {

		private final List<String> patterns = new ArrayList<>();

		private int choices;

		@Override
		public void path(String pattern) {
			if (this.choices == 0) {
				this.patterns.add(pattern);
			}
		}

		@Override
		public void startOr() {
			this.choices++;
		}

		@Override
		public void endOr() {
			this.choices--;
		}

		@Override
		public void startNegate() {
			this.choices++;
		}

		@Override
		public void endNegate() {
			this.choices--;
		}

		@Override
		public void startAnd() {
			// Each part of it is demanded.
		}

		@Override
		public void and() {
			// As above.
		}

		@Override
		public void endAnd() {
			// As above.
		}

		@Override
		public void or() {
			// Between choices.
		}

		@Override
		public void method(Set<HttpMethod> methods) {
			// Only paths are collected.
		}

		@Override
		@SuppressWarnings("removal")
		public void pathExtension(String extension) {
			// As above.
		}

		@Override
		public void header(String name, String value) {
			// As above.
		}

		@Override
		public void queryParam(String name, String value) {
			// As above.
		}

		@Override
		public void version(String version) {
			// As above.
		}

		@Override
		public void unknown(RequestPredicate predicate) {
			// May be true of any request.
		}

	}

}
