package dev.millrace.hot;

import java.util.Set;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.ExchangeFilter;
import dev.millrace.exchange.ExchangeRouter;
import dev.millrace.exchange.Need;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.Route;
import dev.millrace.exchange.Slot;
import dev.millrace.exchange.Verdict;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The last filter: answers hot routes, lets all else pass to WebFlux. It also finds the
 * route before the first filter is asked.
 */
public final class HotPathFilter implements ExchangeFilter, ExchangeRouter {

	private static final Slot<HotObserver.Observed> OBSERVED = new Slot<>();

	private final HotRoutes routes;

	private final HotDispatcher dispatcher;

	private final HotObserver observer;

	HotPathFilter(HotRoutes routes, HotDispatcher dispatcher, HotObserver observer) {
		this.routes = routes;
		this.dispatcher = dispatcher;
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
		HotTable table = this.routes.table();
		String path = exchange.path();
		HotEndpoint endpoint = table.findExact(path);
		if (endpoint != null) {
			found(exchange, endpoint, endpoint);
			return;
		}
		HotMatch match = table.find(path);
		if (match != null) {
			found(exchange, match, match.endpoint());
		}
	}

	private void found(Exchange exchange, Route route, HotEndpoint endpoint) {
		HotLane lane = endpoint.lane(exchange.method().name());
		if (lane != null && lane.hot()) {
			exchange.matched(route);
			exchange.skip(lane.skippedFilters());
			HotObserver.Observed observed = this.observer.begin(exchange, lane.route());
			if (observed != null) {
				exchange.set(OBSERVED, observed);
			}
		}
		else if (lane == null && endpoint.notAllowed() != null) {
			exchange.matched(route);
		}
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
		HotMatch match = (matched instanceof HotMatch withVariables) ? withVariables : null;
		HotEndpoint endpoint = (matched instanceof HotEndpoint exact) ? exact
				: (match != null) ? match.endpoint() : null;
		if (endpoint == null) {
			return Verdict.PASS;
		}
		HotLane lane = endpoint.lane(exchange.method().name());
		if (lane == null) {
			PreparedResponse notAllowed = endpoint.notAllowed();
			return (notAllowed != null) ? notAllowed : Verdict.PASS;
		}
		PreparedResponse constant = lane.constant();
		if (constant != null && lane.route().authorizer() == null) {
			return constant;
		}
		HotObserver.Observed observed = observed(exchange);
		try (HotObserver.Scope scope = (observed != null) ? observed.open() : null) {
			return this.dispatcher.answer(exchange, lane, match, body);
		}
		catch (HotRequestException ex) {
			return HotProblems.of(ex);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new HotHandlerException(lane.route(), ex);
		}
	}

}
