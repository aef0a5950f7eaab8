package dev.millrace.webflux;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import reactor.core.publisher.Mono;

import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Tells whether a router function may serve a path. It may not if each of its routes
 * demands another path; what cannot be told from the outside may serve anything.
 */
final class RouterFunctionPaths implements RouterFunctions.Visitor {

	private final PathPatternParser parser;

	private final PathContainer path;

	/** How many nested functions around the current one demand another path. */
	private int elsewhere;

	private boolean mayServe;

	private RouterFunctionPaths(PathPatternParser parser, PathContainer path) {
		this.parser = parser;
		this.path = path;
	}

	static boolean mayServe(RouterFunction<?> function, PathPatternParser parser, PathContainer path) {
		RouterFunctionPaths paths = new RouterFunctionPaths(parser, path);
		function.accept(paths);
		return paths.mayServe;
	}

	@Override
	public void startNested(RequestPredicate predicate) {
		if (this.elsewhere > 0 || demandsAnotherPath(predicate, true)) {
			this.elsewhere++;
		}
		else {
			this.mayServe = true;
		}
	}

	@Override
	public void endNested(RequestPredicate predicate) {
		if (this.elsewhere > 0) {
			this.elsewhere--;
		}
	}

	@Override
	public void route(RequestPredicate predicate, HandlerFunction<?> handlerFunction) {
		if (this.elsewhere == 0 && !demandsAnotherPath(predicate, false)) {
			this.mayServe = true;
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
		if (this.elsewhere == 0) {
			this.mayServe = true;
		}
	}

	@Override
	public void attributes(Map<String, Object> attributes) {
		// They decide nothing.
	}

	private boolean demandsAnotherPath(RequestPredicate predicate, boolean nested) {
		Demands demands = new Demands(nested);
		predicate.accept(demands);
		return demands.anotherPath;
	}

	/**
	 * Notes the paths that a predicate demands, not those that it offers a choice of.
	 */
	private final class Demands implements RequestPredicates.Visitor {

		/** Whether the paths are starts of paths. */
		private final boolean nested;

		private int choices;

		private boolean anotherPath;

		Demands(boolean nested) {
			this.nested = nested;
		}

		@Override
		public void path(String pattern) {
			if (this.choices == 0 && !matches(RouterFunctionPaths.this.parser.parse(pattern))) {
				this.anotherPath = true;
			}
		}

		private boolean matches(PathPattern pattern) {
			PathContainer asked = RouterFunctionPaths.this.path;
			return this.nested ? pattern.matchStartOfPath(asked) != null : pattern.matches(asked);
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
			// Paths alone are looked at.
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
