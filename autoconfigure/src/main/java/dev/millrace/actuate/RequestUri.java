package dev.millrace.actuate;

import java.net.URI;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.forwarded.ForwardedHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/**
 * The absolute URI of a request, as WebFlux makes it: scheme and host that the client
 * used where a trusted proxy told them, else those of the connection and of {@code Host}.
 */
final class RequestUri {

	private RequestUri() {
	}

	static URI of(Exchange exchange) {
		String query = exchange.query();
		String target = (query != null) ? exchange.path() + "?" + query : exchange.path();
		String host = exchange.header(HttpHeaderNames.HOST);
		URI absolute = (host != null) ? parse(scheme(exchange) + "://" + host + target) : null;
		if (absolute != null) {
			return absolute;
		}
		URI relative = parse(target);
		return (relative != null) ? relative : URI.create("/");
	}

	private static String scheme(Exchange exchange) {
		String told = ForwardedHeaders.scheme(exchange);
		if (told != null) {
			return told;
		}
		return exchange.connection().secure() ? "https" : "http";
	}

	private static @Nullable URI parse(String text) {
		try {
			return URI.create(text);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
