package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import dev.millrace.exchange.ByteLane;
import dev.millrace.exchange.ByteLaneFilters;
import dev.millrace.exchange.ByteLaneListener;
import dev.millrace.exchange.ByteRoute;
import dev.millrace.exchange.ExchangeListener;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.Route;
import dev.millrace.exchange.syntax.WatchedField;
import dev.millrace.hot.path.HotPaths;
import dev.millrace.hot.path.PathMatch;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * The hot routes that are answered from the bytes of their requests. A constant route is
 * answered without an exchange from its second request on an event loop on; the first one
 * finds the timer for all others. If there is a listener that is no
 * {@link ByteLaneListener}, each request gets an exchange.
 */
public final class HotByteLane implements ByteLane {

	private final HotRoutes routes;

	private final HotRequestListener requests;

	private final boolean exchanges;

	private final HotObserver observer;

	/**
	 * Creates the lane.
	 * @param routes the hot routes
	 * @param requests counts and times their requests
	 * @param listeners all that are told about the end of exchanges
	 * @param observer observes requests
	 */
	public HotByteLane(HotRoutes routes, HotRequestListener requests, List<ExchangeListener> listeners,
			HotObserver observer) {
		this.routes = routes;
		this.requests = requests;
		this.exchanges = !listeners.stream()
			.allMatch((listener) -> listener instanceof HotRequestListener || listener instanceof ByteLaneListener);
		this.observer = observer;
	}

	/**
	 * Tells why a route is left to the object lane: its requests come with a body or are
	 * answered later, or a filter or listener must see each of them as an exchange.
	 * @return the reason, or {@code null} if there is none
	 */
	@Nullable String leaves(HotRoute route) {
		if (!route.kind().atOnce()) {
			return "it does not answer at once";
		}
		if (route.bodyLimit() >= 0) {
			return "it takes a body";
		}
		if (!route.method().equals("GET") && !route.method().equals("HEAD")) {
			return "it is neither for GET nor for HEAD";
		}
		if (route.authorizer() != null) {
			return "its authorizer looks at each request";
		}
		if (this.observer.observes(route)) {
			return "its requests are observed";
		}
		return null;
	}

	@Override
	public boolean active() {
		return this.routes.table().hasByteRoutes();
	}

	@Override
	public @Nullable ByteRoute find(byte[] bytes, int start, int end, boolean head) {
		HotTable table = this.routes.table();
		HotEndpoint endpoint = table.bytes().find(bytes, start, end);
		if (endpoint == null) {
			return findOther(table, bytes, start, end, head);
		}
		return route(endpoint, head);
	}

	@Override
	public Set<WatchedField> watched() {
		return this.routes.surroundings().watched();
	}

	private @Nullable ByteRoute route(HotEndpoint endpoint, boolean head) {
		HttpMethod method = head ? HttpMethod.HEAD : HttpMethod.GET;
		HotLane lane = endpoint.lane(method.name());
		if (lane == null || !lane.onBytes()) {
			return null;
		}
		PreparedResponse constant = lane.constant();
		ByteLaneFilters filters = lane.filters().onBytes();
		return (constant != null && !this.exchanges && filters != null)
				? this.requests.byteRoute(lane, method, constant, filters) : ByteRoute.EXCHANGE;
	}

	/** Finds the route of a target with a query, or of a pattern with variables. */
	private @Nullable ByteRoute findOther(HotTable table, byte[] bytes, int start, int end, boolean head) {
		int pathEnd = start;
		while (pathEnd < end && bytes[pathEnd] != '?') {
			pathEnd++;
		}
		if (!HotPaths.isPlainQuery(bytes, pathEnd, end)) {
			return null;
		}
		HotEndpoint endpoint = (pathEnd < end) ? table.bytes().find(bytes, start, pathEnd) : null;
		if (endpoint != null) {
			return route(endpoint, head);
		}
		if (!table.hasBytePatterns()) {
			return null;
		}
		String path = new String(bytes, start, pathEnd - start, StandardCharsets.US_ASCII);
		String within = this.routes.withinApplication(path);
		Route found = (within != null) ? table.find(within, head ? "HEAD" : "GET") : null;
		HotEndpoint pattern = (found instanceof PathMatch) ? HotEndpoint.of(found) : null;
		return (pattern != null) ? route(pattern, head) : null;
	}

}
