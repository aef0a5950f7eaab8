package dev.millrace.accesslog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.Outcome;
import io.netty.handler.codec.http.HttpHeaderNames;

/**
 * A line of JSON. Members whose value is not known are left out.
 */
final class JsonFormat extends LineFormat {

	private static final long MICROSECOND = 1000;

	private static final String[] OUTCOMES = Arrays.stream(Outcome.values())
		.map((outcome) -> outcome.name().toLowerCase(Locale.ROOT))
		.toArray(String[]::new);

	private final List<String> headers;

	JsonFormat(AccessLogSettings settings, AddressTexts addresses) {
		super(settings, addresses);
		this.headers = settings.headers();
	}

	@Override
	@SuppressWarnings("EnumOrdinal") // the index of a plain array
	void write(LineBuffer line, Exchange exchange, Outcome outcome) {
		line.put("{\"time\":\"");
		this.time.write(line, exchange.startNanos());
		line.put("\",\"client\":\"");
		line.put(this.addresses.text(exchange.clientAddress()));
		line.put("\",\"method\":\"");
		putText(line, exchange.method().name());
		line.put("\",\"path\":\"");
		putPath(line, exchange.path());
		String query = exchange.query();
		if (query != null) {
			line.put("\",\"query\":\"");
			putQuery(line, query);
		}
		line.put("\",\"protocol\":\"");
		putText(line, protocol(exchange));
		line.put("\",\"status\":");
		line.put(exchange.status());
		line.put(",\"bytes\":");
		line.put(exchange.bytesOut());
		line.put(",\"durationMicros\":");
		line.put(Math.max(0, System.nanoTime() - exchange.startNanos()) / MICROSECOND);
		line.put(",\"outcome\":\"");
		line.put(OUTCOMES[outcome.ordinal()]);
		String route = exchange.route();
		if (route != null) {
			line.put("\",\"route\":\"");
			putText(line, route);
		}
		String referer = exchange.header(HttpHeaderNames.REFERER);
		if (referer != null) {
			line.put("\",\"referer\":\"");
			putReference(line, referer);
		}
		String agent = exchange.header(HttpHeaderNames.USER_AGENT);
		if (agent != null) {
			line.put("\",\"userAgent\":\"");
			putText(line, agent);
		}
		line.put("\",\"connection\":");
		line.put(exchange.connection().id());
		if (!this.headers.isEmpty()) {
			putHeaders(line, exchange);
		}
		line.put('}');
	}

	private void putHeaders(LineBuffer line, Exchange exchange) {
		line.put(",\"headers\":{");
		boolean first = true;
		for (String name : this.headers) {
			String value = exchange.header(name);
			if (value != null) {
				line.put(first ? "\"" : ",\"");
				first = false;
				putText(line, name);
				line.put("\":\"");
				putText(line, value);
				line.put('"');
			}
		}
		line.put('}');
	}

}
