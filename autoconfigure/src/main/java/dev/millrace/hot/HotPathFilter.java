package dev.millrace.hot;

import java.util.Set;
import java.util.concurrent.Executor;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.ExchangeFilter;
import dev.millrace.exchange.ExchangeRouter;
import dev.millrace.exchange.Need;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.Route;
import dev.millrace.exchange.Slot;
import dev.millrace.exchange.Verdict;
import dev.millrace.hot.path.HotPaths;
import dev.millrace.hot.path.PathMatch;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The last filter: answers hot routes and passes all other requests on to WebFlux. It is
 * also the router that finds the route before the first filter is asked.
 */
public final class HotPathFilter implements ExchangeFilter, ExchangeRouter {

	private static final Slot<HotObserver.Observed> OBSERVED = new Slot<>();

	private final HotRoutes routes;

	private final HotDispatcher dispatcher;

	private final HotObserver observer;

	/**
	 * Creates the filter.
	 * @param routes the routes
	 * @param blocking runs blocking handlers
	 * @param observer observes requests
	 */
	public HotPathFilter(HotRoutes routes, Executor blocking, HotObserver observer) {
		this.routes = routes;
		this.dispatcher = new HotDispatcher(routes.encoder(), blocking);
		this.observer = observer;
	}

	/** The observation of an exchange, {@code null} where there is none. */
	static HotObserver.@Nullable Observed observed(Exchange exchange) {
		return exchange.get(OBSERVED);
	}

	@Override
	public Set<Need> needs() {
		return Set.of(Need.HEAD, Need.BODY);
	}

	@Override
	public void route(Exchange exchange) {
		String path = exchange.path();
		String method = exchange.method().name();
		String within = this.routes.withinApplication(path);
		Route found = (within != null) ? this.routes.table().find(within, method) : null;
		HotEndpoint endpoint = HotEndpoint.of(found);
		if (found == null || endpoint == null || !HotPaths.hasUsableQuery(exchange.target(), path.length())) {
			return;
		}
		if (!exchange.answerable()) {
			return;
		}
		HotLane lane = endpoint.lane(method);
		if (lane != null && lane.hot()) {
			if (lane.twinRequests().include(exchange)) {
				return;
			}
			exchange.matched(found);
			exchange.skip(lane.filters().skipped());
			if (lane.route().kind() == HotKind.RAW) {
				exchange.keepHead();
			}
			HotObserver.Observed observed = this.observer.begin(exchange, lane.route());
			if (observed != null) {
				exchange.set(OBSERVED, observed);
			}
		}
		else if (lane == null && endpoint.refuses(method) && !endpoint.twinRequests().include(exchange)) {
			exchange.matched(found);
		}
	}

	@Override
	public boolean keepsHeads() {
		return this.routes.table().raw();
	}

	@Override
	public Verdict onRequest(Exchange exchange) {
		return answer(exchange, null);
	}

	@Override
	public Verdict onBody(Exchange exchange, ByteBuf body) {
		return answer(exchange, body);
	}

	@SuppressWarnings("try") // the scope is there to be closed
	private Verdict answer(Exchange exchange, @Nullable ByteBuf body) {
		Route matched = exchange.matched();
		PathMatch match = (matched instanceof PathMatch withVariables) ? withVariables : null;
		HotEndpoint endpoint = HotEndpoint.of(matched);
		if (endpoint == null) {
			return Verdict.PASS;
		}
		PreparedResponse violation = exchange.violation();
		if (violation != null) {
			return violation;
		}
		HotLane lane = endpoint.lane(exchange.method().name());
		if (lane == null) {
			PreparedResponse refusal = endpoint.refusal();
			return (refusal != null) ? refusal : Verdict.PASS;
		}
		PreparedResponse constant = lane.constant();
		if (constant != null && lane.route().authorizer() == null) {
			return HotConditions.answer(exchange, lane.route(), constant);
		}
		HotObserver.Observed observed = observed(exchange);
		try (HotObserver.Scope scope = (observed != null) ? observed.open() : null) {
			return this.dispatcher.answer(exchange, lane, match, body);
		}
		catch (Throwable ex) {
			exchange.error(ex);
			return this.dispatcher.failed(lane, ex);
		}
	}

}
