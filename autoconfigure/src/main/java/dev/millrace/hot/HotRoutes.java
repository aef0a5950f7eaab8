package dev.millrace.hot;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import dev.millrace.exchange.FilterChain;
import dev.millrace.exchange.foreign.WebFluxReasons;
import dev.millrace.hot.lane.LaneDecision;
import dev.millrace.hot.lane.LaneDecision.Lane;
import dev.millrace.hot.lane.LaneFilters;
import dev.millrace.hot.lane.Surroundings;
import dev.millrace.hot.lane.TwinRequests;
import dev.millrace.hot.path.HotPattern;
import org.jspecify.annotations.Nullable;

/**
 * The hot routes of the application. Routes may be added and removed while it runs: the
 * table is immutable and swapped whole, so that a request sees all of a change or nothing
 * of it. Safe for use by any thread.
 */
public final class HotRoutes {

	private final String basePath;

	private final HotResponseEncoder encoder;

	private final Object monitor = new Object();

	private final List<HotRoute> routes = new ArrayList<>();

	private Function<HotRoute, @Nullable String> protection = (route) -> "the application has not started";

	private @Nullable WebFluxReasons reasons;

	private volatile Surroundings surroundings = Surroundings.NONE;

	private @Nullable FilterChain filters;

	/** Whether the filters have changed since the lanes of routes were decided. */
	private boolean filtersChanged;

	private @Nullable HotByteLane byteLane;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile HotTable table = HotTable.EMPTY;

	/**
	 * Creates an empty collection.
	 * @param basePath path that all routes are under, empty for none
	 * @param json the application's JSON mapper
	 */
	public HotRoutes(String basePath, HotJson json) {
		String path = basePath.endsWith("/") ? basePath.substring(0, basePath.length() - 1) : basePath;
		this.basePath = (path.isEmpty() || path.startsWith("/")) ? path : "/" + path;
		this.encoder = new HotResponseEncoder(json);
	}

	/**
	 * Adds routes.
	 * @param added the routes
	 * @throws EqualHotRoutesException if another route has an equal pattern and the same
	 * method
	 */
	public void register(HotRoute... added) {
		synchronized (this.monitor) {
			List<HotRoute> all = new ArrayList<>(this.routes);
			for (HotRoute route : added) {
				refuseEqual(all, route);
				all.add(route);
			}
			replace(all);
		}
	}

	/**
	 * Removes a route. Requests that it is answering are answered.
	 * @param removed the route
	 * @return whether it was there
	 */
	public boolean unregister(HotRoute removed) {
		synchronized (this.monitor) {
			List<HotRoute> left = new ArrayList<>(this.routes);
			boolean found = left.remove(removed);
			if (found) {
				replace(left);
			}
			return found;
		}
	}

	/**
	 * Sets which routes may be answered from the pipeline. Before this call none is.
	 * Internal: called at the end of the start.
	 * @param newProtection tells why a route is left to WebFlux, {@code null} if it is
	 * not
	 * @param newSurroundings what may have a say in some of their requests
	 * @param newFilters the filters of the pipeline, {@code null} where there is none
	 * @param newByteLane answers routes from bytes, {@code null} if none does
	 */
	public void decide(Function<HotRoute, @Nullable String> newProtection, Surroundings newSurroundings,
			@Nullable FilterChain newFilters, @Nullable HotByteLane newByteLane) {
		synchronized (this.monitor) {
			this.surroundings = newSurroundings;
			this.byteLane = newByteLane;
			this.protection = newProtection;
			this.filtersChanged = newFilters != this.filters;
			this.filters = newFilters;
			replace(List.copyOf(this.routes));
			this.filtersChanged = false;
		}
	}

	/**
	 * Leaves all routes to WebFlux as long as the server gives a reason for it.
	 * @param newReasons the reasons of the server
	 */
	public void heed(WebFluxReasons newReasons) {
		synchronized (this.monitor) {
			this.reasons = newReasons;
			replace(List.copyOf(this.routes));
		}
		newReasons.onChange(() -> {
			synchronized (this.monitor) {
				replace(List.copyOf(this.routes));
			}
		});
	}

	/** The layers around WebFlux's handlers, none before they are known. */
	Surroundings surroundings() {
		return this.surroundings;
	}

	/**
	 * Returns the reasons of the server that leave at least one route to WebFlux.
	 * @return the reasons, none where there are no such routes
	 */
	public List<WebFluxReasons.Reason> heeded() {
		List<WebFluxReasons.Reason> heeded = new ArrayList<>();
		synchronized (this.monitor) {
			if (this.reasons != null) {
				for (WebFluxReasons.Reason reason : this.reasons.all()) {
					if (this.routes.stream().anyMatch((route) -> reason.concerns(route.bodyLimit() >= 0))) {
						heeded.add(reason);
					}
				}
			}
		}
		return heeded;
	}

	private static void refuseEqual(List<HotRoute> all, HotRoute route) {
		for (HotRoute other : all) {
			if (other.method().equals(route.method())
					&& other.parsedPattern().shape().equals(route.parsedPattern().shape())) {
				throw new EqualHotRoutesException(other, route);
			}
		}
	}

	/** Decides about the routes that are new, and keeps what was decided about others. */
	private void replace(List<HotRoute> all) {
		IdentityHashMap<HotRoute, HotLane> known = known();
		List<HotLane> lanes = new ArrayList<>();
		for (HotRoute route : all) {
			lanes.add(lane(route, known.get(route)));
		}
		this.table = new HotTable(lanes);
		this.routes.clear();
		this.routes.addAll(all);
		this.listeners.forEach(Runnable::run);
	}

	/**
	 * Adds a listener to changes of the routes.
	 * @param listener called after each change by the thread that made it; must be quick
	 * and must not throw
	 */
	public void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

	private HotLane lane(HotRoute route, @Nullable HotLane known) {
		LaneDecision choice = choose(route);
		TwinRequests left = choice.hot()
				? TwinRequests.of(this.surroundings, (rules) -> this.encoder.mayCompress(rules, route))
				: TwinRequests.NONE;
		if (known != null && !this.filtersChanged && choice.equals(known.choice())
				&& left.equals(known.twinRequests())) {
			return known;
		}
		FilterChain chain = this.filters;
		HotPattern pattern = route.parsedPattern().under(this.basePath);
		long skipped = (chain != null) ? chain.indexesOf(route.without()) | chain.notApplyingTo(pattern::text) : 0;
		LaneFilters laneFilters = LaneFilters.of(chain, skipped);
		return new HotLane(route, pattern, choice, laneFilters, left,
				(route.action() instanceof HotAction.Constant constant && route.bodyLimit() < 0)
						? this.encoder.encode(constant.response(), new TemplateCache(left)) : null);
	}

	/**
	 * Tells which routes the configuration of the application leaves to WebFlux.
	 * @return the routes by reason
	 */
	public Map<String, List<HotRoute>> left() {
		Map<String, List<HotRoute>> left = new LinkedHashMap<>();
		for (HotRoute route : all()) {
			if (route.left() != null) {
				left.computeIfAbsent(route.left(), (reason) -> new ArrayList<>()).add(route);
			}
		}
		return left;
	}

	private LaneDecision choose(HotRoute route) {
		String protects = (this.reasons != null) ? this.reasons.because(route.bodyLimit() >= 0) : null;
		protects = (protects != null) ? protects : route.left();
		protects = (protects != null) ? protects : this.protection.apply(route);
		if (protects != null) {
			return new LaneDecision(Lane.WEBFLUX, protects);
		}
		if (this.byteLane == null || this.filters == null) {
			return new LaneDecision(Lane.OBJECT, null);
		}
		String leaves = this.byteLane.leaves(route);
		return new LaneDecision((leaves != null) ? Lane.OBJECT : Lane.BYTE, leaves);
	}

	private IdentityHashMap<HotRoute, HotLane> known() {
		IdentityHashMap<HotRoute, HotLane> known = new IdentityHashMap<>();
		for (HotEndpoint endpoint : this.table.endpoints()) {
			for (HotLane lane : endpoint.lanes()) {
				known.put(lane.route(), lane);
			}
		}
		return known;
	}

	/**
	 * Returns the routes.
	 * @return a copy
	 */
	public List<HotRoute> all() {
		synchronized (this.monitor) {
			return List.copyOf(this.routes);
		}
	}

	/** The path without that of the application, {@code null} if it is not under it. */
	@Nullable String withinApplication(String path) {
		int length = this.basePath.length();
		if (length == 0) {
			return path;
		}
		boolean under = path.startsWith(this.basePath) && (path.length() == length || path.charAt(length) == '/');
		return under ? path.substring(length) : null;
	}

	HotTable table() {
		return this.table;
	}

	HotResponseEncoder encoder() {
		return this.encoder;
	}

	/**
	 * Describes the routes.
	 * @return a snapshot of each, in no particular order
	 */
	public List<HotRouteSnapshot> snapshots() {
		List<HotRouteSnapshot> snapshots = new ArrayList<>();
		for (HotEndpoint endpoint : this.table.endpoints()) {
			for (HotLane lane : endpoint.lanes()) {
				snapshots.add(new HotRouteSnapshot(lane.route().method(), lane.pattern().text(), lane.route().kind(),
						lane.choice().name(), lane.choice().because(), lane.twinRequests().reasons(),
						lane.filters().costs(), lane.latency().requests(), lane.latency().errors(),
						lane.latency().latency()));
			}
		}
		return snapshots;
	}

}
