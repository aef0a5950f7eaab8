package dev.millrace.hot;

import java.util.Set;

import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.syntax.WatchedField;
import dev.millrace.hot.lane.LaneDecision;
import dev.millrace.hot.lane.LaneDecision.Lane;
import dev.millrace.hot.lane.LaneFilters;
import dev.millrace.hot.lane.TwinRequests;
import dev.millrace.hot.path.HotPattern;
import dev.millrace.hot.timing.LatencyRecorder;
import dev.millrace.hot.timing.TimedRoute;
import org.jspecify.annotations.Nullable;

/**
 * A route with the decisions about it: its path under the base path, the lane that
 * answers it, and why.
 */
final class HotLane implements TimedRoute {

	private final HotRoute route;

	private final HotPattern pattern;

	private final LaneDecision choice;

	private final LaneFilters filters;

	private final @Nullable PreparedResponse constant;

	private final TwinRequests twinRequests;

	private final TemplateCache templates;

	private final PreparedResponse notFound;

	private final LatencyRecorder latency;

	/**
	 * Decides about a route.
	 * @param route the route
	 * @param pattern its path, that of the application included
	 * @param choice who answers it
	 * @param filters what the filters of the pipeline mean for it
	 * @param twinRequests the requests that WebFlux answers even if the pipeline could
	 * @param constant its encoded answer, if it is always the same
	 */
	HotLane(HotRoute route, HotPattern pattern, LaneDecision choice, LaneFilters filters, TwinRequests twinRequests,
			@Nullable PreparedResponse constant) {
		this.route = route;
		this.pattern = pattern;
		this.choice = choice;
		this.filters = filters;
		this.twinRequests = twinRequests;
		this.templates = new TemplateCache(twinRequests);
		this.constant = constant;
		HotResponse nothing = HotErrors.problem(404, null);
		this.notFound = new PreparedResponse.Template(404, this.templates.answerHeaders(nothing)).with(nothing.body());
		this.latency = new LatencyRecorder(route.kind().atOnce() && route.bodyLimit() < 0);
	}

	@Override
	public String method() {
		return this.route.method();
	}

	@Override
	public String path() {
		return this.pattern.text();
	}

	@Override
	public Set<WatchedField> watched() {
		return this.twinRequests.fields();
	}

	HotRoute route() {
		return this.route;
	}

	HotPattern pattern() {
		return this.pattern;
	}

	boolean hot() {
		return this.choice.hot();
	}

	boolean onBytes() {
		return this.choice.lane() == Lane.BYTE;
	}

	LaneDecision choice() {
		return this.choice;
	}

	LaneFilters filters() {
		return this.filters;
	}

	TwinRequests twinRequests() {
		return this.twinRequests;
	}

	@Nullable PreparedResponse constant() {
		return this.constant;
	}

	/** The answer of a route that found nothing. */
	PreparedResponse notFound() {
		return this.notFound;
	}

	TemplateCache templates() {
		return this.templates;
	}

	LatencyRecorder latency() {
		return this.latency;
	}

}
