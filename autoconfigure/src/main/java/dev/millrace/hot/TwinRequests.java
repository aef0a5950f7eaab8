package dev.millrace.hot;

import java.util.List;
import java.util.Set;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.WatchedField;
import dev.millrace.hot.Surroundings.Layer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * The requests to a route of the pipeline that its twin in WebFlux answers all the same,
 * because something in WebFlux has a say in their answers, and what the other answers of
 * the route tell caches about that.
 *
 * @param origin whether those with {@code Origin} are among them
 * @param vary values that the other answers have in {@code Vary}
 * @param reasons what the requests are and why, for people
 */
record TwinRequests(boolean origin, List<String> vary, List<String> reasons) {

	/** None. */
	static final TwinRequests NONE = new TwinRequests(false, List.of(), List.of());

	/**
	 * As Spring's {@code DefaultCorsProcessor}, which sends them with every answer under
	 * a CORS configuration: a cache must not give what it stored for a request without
	 * {@code Origin}, and thus without {@code Access-Control-Allow-Origin}, to a request
	 * that has one.
	 */
	private static final List<String> CORS_VARY = List.of("Origin", "Access-Control-Request-Method",
			"Access-Control-Request-Headers");

	/** Decides for the routes of an application. */
	static TwinRequests of(Surroundings surroundings) {
		String cors = surroundings.get(Layer.CORS);
		return (cors == null) ? NONE
				: new TwinRequests(true, CORS_VARY, List.of("requests with Origin go to WebFlux, to " + cors));
	}

	/** A request that has one of these fields may be one of them. */
	Set<WatchedField> fields() {
		return this.origin ? Set.of(WatchedField.ORIGIN) : Set.of();
	}

	/** Whether a request is one of them. */
	boolean include(Exchange exchange) {
		return this.origin && exchange.header(HttpHeaderNames.ORIGIN) != null;
	}

	/** Adds to the {@code Vary} of an answer what it does not say yet. */
	void addVary(HttpHeaders headers) {
		for (String name : this.vary) {
			if (!headers.containsValue(HttpHeaderNames.VARY, name, true)) {
				headers.add(HttpHeaderNames.VARY, name);
			}
		}
	}

}
