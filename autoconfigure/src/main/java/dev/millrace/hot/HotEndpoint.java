package dev.millrace.hot;

import java.util.List;
import java.util.TreeSet;

import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.Route;
import dev.millrace.hot.lane.TwinRequests;
import dev.millrace.hot.path.PathEndpoint;
import dev.millrace.hot.path.PathMatch;
import dev.millrace.hot.timing.LatencyRecorder;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * All hot routes with the same path pattern, found by method. Immutable.
 */
final class HotEndpoint implements PathEndpoint {

	private final HotLane[] lanes;

	private final int rank;

	private final @Nullable HotLane get;

	private final @Nullable HotLane head;

	private final @Nullable PreparedResponse notAllowed;

	private final @Nullable PreparedResponse options;

	private final @Nullable PreparedResponse refusal;

	private final boolean refuses;

	private final LatencyRecorder refusals = new LatencyRecorder(true);

	/**
	 * Creates an endpoint.
	 * @param lanes its routes, one for each method
	 * @param rank its place among all, the most specific first
	 */
	HotEndpoint(List<HotLane> lanes, int rank) {
		this.lanes = lanes.toArray(HotLane[]::new);
		this.rank = rank;
		this.get = named("GET");
		HotLane ownHead = named("HEAD");
		this.head = (ownHead != null) ? ownHead : this.get;
		boolean exclusive = lanes.stream().anyMatch((lane) -> lane.route().exclusive());
		this.notAllowed = exclusive ? allowing(405, lanes, TwinRequests.NONE) : null;
		this.options = exclusive ? allowing(200, lanes, TwinRequests.NONE) : null;
		this.refusal = exclusive ? allowing(405, lanes, twinRequests()) : null;
		this.refuses = lanes.stream().anyMatch((lane) -> lane.route().exclusive() && lane.hot());
	}

	/**
	 * Returns the endpoint of a route that {@link HotTable} found.
	 * @param found the route, {@code null} if none was found
	 * @return the endpoint, {@code null} if the route is not a hot one
	 */
	static @Nullable HotEndpoint of(@Nullable Route found) {
		if (found instanceof PathMatch match) {
			return (HotEndpoint) match.endpoint();
		}
		return (found instanceof HotEndpoint exact) ? exact : null;
	}

	private static PreparedResponse allowing(int status, List<HotLane> lanes, TwinRequests twinRequests) {
		TreeSet<String> allowed = new TreeSet<>(List.of("OPTIONS"));
		for (HotLane lane : lanes) {
			allowed.add(lane.route().method());
			if (lane.route().method().equals("GET")) {
				allowed.add("HEAD");
			}
		}
		HttpHeaders headers = new DefaultHttpHeaders().set(HttpHeaderNames.ALLOW, String.join(", ", allowed));
		twinRequests.addVary(headers);
		return PreparedResponse.of(status, headers, new byte[0]);
	}

	private @Nullable HotLane named(String method) {
		for (HotLane lane : this.lanes) {
			if (lane.route().method().equals(method)) {
				return lane;
			}
		}
		return null;
	}

	HotRoute first() {
		return this.lanes[0].route();
	}

	@Override
	public int rank() {
		return this.rank;
	}

	List<HotLane> lanes() {
		return List.of(this.lanes);
	}

	@Nullable HotLane lane(String method) {
		return switch (method) {
			case "GET" -> this.get;
			case "HEAD" -> this.head;
			default -> named(method);
		};
	}

	@Override
	public boolean serves(String method) {
		return this.notAllowed != null || lane(method) != null;
	}

	/**
	 * The answer of WebFlux to a method that no route has, {@code null} where other
	 * handlers are asked.
	 */
	@Nullable PreparedResponse notAllowed() {
		return this.notAllowed;
	}

	/**
	 * The answer of WebFlux to OPTIONS where no route has that, {@code null} where other
	 * handlers are asked.
	 */
	@Nullable PreparedResponse options() {
		return this.options;
	}

	/** The answer of the pipeline to such a method. */
	@Nullable PreparedResponse refusal() {
		return this.refusal;
	}

	/**
	 * The requests that the pipeline leaves to WebFlux though no route has their method.
	 */
	TwinRequests twinRequests() {
		for (HotLane lane : this.lanes) {
			if (lane.hot()) {
				return lane.twinRequests();
			}
		}
		return TwinRequests.NONE;
	}

	/** Requests that were answered with {@link #refusal()}. */
	LatencyRecorder refusals() {
		return this.refusals;
	}

	/**
	 * Whether the pipeline itself answers a method that no route has. It does not if a
	 * layer of WebFlux protects the routes, whose answer must come first, nor for
	 * preflight requests.
	 */
	boolean refuses(String method) {
		return this.refuses && !method.equals("OPTIONS");
	}

	@Override
	public String pattern() {
		return this.lanes[0].pattern().text();
	}

}
