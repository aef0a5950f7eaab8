package dev.millrace.hot;

import java.util.concurrent.Executor;

/**
 * Makes the two lanes on which hot routes are served.
 */
public final class HotLanes {

	private HotLanes() {
	}

	/**
	 * Makes the pipeline's lane.
	 * @param routes the routes
	 * @param blocking runs blocking handlers
	 * @param observer observes requests
	 * @return the filter, which is the router too
	 */
	public static HotPathFilter pipeline(HotRoutes routes, Executor blocking, HotObserver observer) {
		return new HotPathFilter(routes, new HotDispatcher(routes.encoder(), blocking), observer);
	}

	/**
	 * Makes the WebFlux lane.
	 * @param routes the routes
	 * @param blocking runs blocking handlers
	 * @return the router function
	 */
	public static HotTwin webFlux(HotRoutes routes, Executor blocking) {
		return new HotTwin(routes, new HotTwinHandler(routes.encoder(), blocking));
	}

}
