package dev.millrace.actuate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.millrace.exchange.FilterChain;
import dev.millrace.hot.HotRouteSnapshot;
import dev.millrace.hot.HotRoutes;
import dev.millrace.worker.ServiceTimes.Percentiles;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint} that shows the hot routes, who answers them and how fast.
 */
@Endpoint(id = "millracehotroutes", defaultAccess = Access.READ_ONLY)
public class HotRoutesEndpoint {

	private final HotRoutes routes;

	/**
	 * Creates the endpoint.
	 * @param routes the hot routes of the application
	 */
	public HotRoutesEndpoint(HotRoutes routes) {
		this.routes = routes;
	}

	/**
	 * Describes the hot routes.
	 * @return each of them, by pattern and method
	 */
	@ReadOperation
	public HotRoutesDescriptor hotRoutes() {
		return new HotRoutesDescriptor(this.routes.snapshots()
			.stream()
			.map(HotRouteDescriptor::of)
			.sorted(Comparator.comparing(HotRouteDescriptor::pattern).thenComparing(HotRouteDescriptor::method))
			.toList());
	}

	/**
	 * What the endpoint tells.
	 *
	 * @param routes the routes
	 */
	public record HotRoutesDescriptor(List<HotRouteDescriptor> routes) {
	}

	/**
	 * A hot route.
	 *
	 * @param pattern path pattern, base path included
	 * @param method request method
	 * @param kind in which way it answers
	 * @param lane {@code byte} if the pipeline answers plain requests from their bytes,
	 * {@code object} if it makes objects of all of them, else {@code webflux}
	 * @param because why it is not answered on a quicker lane, or {@code null}; that the
	 * byte lane is switched off is no reason
	 * @param unless which of its requests WebFlux answers nevertheless, and why
	 * @param filters what each filter costs it, by the name of the filter's class:
	 * {@code NONE} if it has no say in the route, {@code BYTES} if it is asked about the
	 * bytes of each request, {@code CONNECTION} if it is asked once for each connection,
	 * {@code EXCHANGE} if it must see each request as an exchange
	 * @param requests requests answered from the pipeline
	 * @param errors those of them that failed
	 * @param latency how long they took
	 */
	public record HotRouteDescriptor(String pattern, String method, String kind, String lane, @Nullable String because,
			List<String> unless, Map<String, FilterChain.Cost> filters, long requests, long errors,
			Percentiles latency) {

		static HotRouteDescriptor of(HotRouteSnapshot route) {
			return new HotRouteDescriptor(route.pattern(), route.method(), route.kind().name().toLowerCase(Locale.ROOT),
					route.lane(), route.because(), route.unless(), route.filters(), route.requests(), route.errors(),
					route.latency());
		}

	}

}
