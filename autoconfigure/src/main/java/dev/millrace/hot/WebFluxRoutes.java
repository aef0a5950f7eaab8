package dev.millrace.hot;

import java.util.List;
import java.util.Set;

import dev.millrace.exchange.PreparedResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;

/**
 * Finds hot routes for WebFlux: all that match a path, on whichever lane they are.
 * Internal. Safe for use by any thread.
 */
public final class WebFluxRoutes {

	private final HotRoutes routes;

	/**
	 * Creates a view.
	 * @param routes the hot routes
	 */
	public WebFluxRoutes(HotRoutes routes) {
		this.routes = routes;
	}

	/**
	 * Finds what serves a request.
	 * @param path the path within the application
	 * @param method the request method
	 * @return what was found, {@code null} if no pattern has path and method
	 */
	public @Nullable Found find(PathContainer path, String method) {
		HotEndpoint endpoint = HotEndpoint.of(this.routes.table().find(path, method));
		if (endpoint == null) {
			return null;
		}
		HotLane lane = endpoint.lane(method);
		PreparedResponse refusal = method.equals("OPTIONS") ? endpoint.options() : endpoint.notAllowed();
		return (lane != null) ? new Found(endpoint.first(), lane.route(), null)
				: new Found(endpoint.first(), null, refusal);
	}

	/** The methods of all routes, HEAD with GET. */
	public Set<String> methods() {
		return this.routes.table().methods();
	}

	/**
	 * Returns the methods that routes have on a path.
	 * @param path the path within the application
	 * @return the methods, HEAD with GET; empty if no route is on the path
	 */
	public Set<String> methods(PathContainer path) {
		return this.routes.table().methods(path);
	}

	/**
	 * Returns the pattern of some route on a path.
	 * @param path the path within the application
	 * @return the pattern, {@code null} if no route is on the path
	 */
	public @Nullable String pattern(PathContainer path) {
		return this.routes.table().pattern(path);
	}

	/** All routes, in no particular order. */
	public List<HotRoute> all() {
		return this.routes.all();
	}

	/** Encodes their answers. */
	public HotResponseEncoder encoder() {
		return this.routes.encoder();
	}

	/**
	 * What serves a request.
	 *
	 * @param first the route that was made first for the pattern
	 * @param route the route for the method, {@code null} if the pattern has none
	 * @param refusal the answer in its place, {@code null} where other handlers are asked
	 */
	public record Found(HotRoute first, @Nullable HotRoute route, @Nullable PreparedResponse refusal) {
	}

}
