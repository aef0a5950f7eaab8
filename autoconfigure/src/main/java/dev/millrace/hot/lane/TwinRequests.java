package dev.millrace.hot.lane;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.message.AnswerCompression;
import dev.millrace.exchange.syntax.WatchedField;
import dev.millrace.hot.lane.Surroundings.Layer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The requests to a route of the pipeline that its twin in WebFlux answers nevertheless,
 * because a layer of WebFlux affects their answers (CORS, compression), and the
 * {@code Vary} that tells caches of it in the other answers of the route.
 *
 * @param origin whether those with {@code Origin} are among them
 * @param compression which answers to those with {@code Accept-Encoding} are compressed,
 * {@code null} where none of these requests is among them
 * @param reasons what the requests are and why, for people
 */
public record TwinRequests(boolean origin, @Nullable AnswerCompression compression, List<String> reasons) {

	/** None. */
	public static final TwinRequests NONE = new TwinRequests(false, null, List.of());

	/**
	 * The fields that Spring's {@code DefaultCorsProcessor} sends in {@code Vary} with
	 * every answer under a CORS configuration: a cache must not give what it stored for a
	 * request without {@code Origin}, and thus without
	 * {@code Access-Control-Allow-Origin}, to a request that has one.
	 */
	private static final List<String> CORS_VARY = List.of("Origin", "Access-Control-Request-Method",
			"Access-Control-Request-Headers");

	/**
	 * Decides for a route of an application.
	 * @param surroundings what stands around the handlers of WebFlux
	 * @param compressed whether rules may compress answers of the route
	 * @return the requests
	 */
	public static TwinRequests of(Surroundings surroundings, Predicate<AnswerCompression> compressed) {
		List<String> reasons = new ArrayList<>(2);
		String cors = surroundings.get(Layer.CORS);
		if (cors != null) {
			reasons.add("requests with Origin go to WebFlux, to " + cors);
		}
		AnswerCompression compression = surroundings.compression();
		if (compression != null && !compressed.test(compression)) {
			compression = null;
		}
		if (compression != null) {
			reasons.add("requests with Accept-Encoding go to WebFlux, whose answers the server compresses");
		}
		return reasons.isEmpty() ? NONE : new TwinRequests(cors != null, compression, List.copyOf(reasons));
	}

	/** A request that has one of these fields may be one of them. */
	public Set<WatchedField> fields() {
		Set<WatchedField> fields = EnumSet.noneOf(WatchedField.class);
		if (this.origin) {
			fields.add(WatchedField.ORIGIN);
		}
		if (this.compression != null) {
			fields.add(WatchedField.ACCEPT_ENCODING);
		}
		return fields;
	}

	/** Whether a request is one of them. */
	public boolean include(Exchange exchange) {
		return (this.origin && exchange.header(HttpHeaderNames.ORIGIN) != null)
				|| (this.compression != null && acceptsCoding(exchange));
	}

	/**
	 * Whether a client accepts any coding, by a list or a star. Weights and unknown
	 * codings are left to the server.
	 */
	private static boolean acceptsCoding(Exchange exchange) {
		for (String value : exchange.headers(HttpHeaderNames.ACCEPT_ENCODING)) {
			String trimmed = value.trim();
			if (!trimmed.isEmpty() && !trimmed.equalsIgnoreCase("identity")) {
				return true;
			}
		}
		return false;
	}

	/** Whether the answers of the route tell caches anything. */
	public boolean vary() {
		return this.origin || this.compression != null;
	}

	/** Adds to the {@code Vary} of an answer what it does not say yet. */
	public void addVary(HttpHeaders headers) {
		if (this.origin) {
			CORS_VARY.forEach((name) -> addVary(headers, name));
		}
		if (this.compression != null && !headers.contains(HttpHeaderNames.CONTENT_ENCODING)
				&& this.compression.compresses(headers.get(HttpHeaderNames.CONTENT_TYPE), -1)) {
			addVary(headers, "Accept-Encoding");
		}
	}

	private static void addVary(HttpHeaders headers, String name) {
		if (!headers.containsValue(HttpHeaderNames.VARY, name, true)) {
			headers.add(HttpHeaderNames.VARY, name);
		}
	}

}
