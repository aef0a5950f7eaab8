package dev.millrace.accesslog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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
	void write(LineBuffer line, LoggedRequest request) {
		line.put("{\"time\":\"");
		this.time.write(line, request.startNanos());
		line.put("\",\"client\":\"");
		line.put(this.addresses.text(request.client()));
		line.put("\",\"method\":\"");
		putText(line, request.method().name());
		line.put("\",\"path\":\"");
		putPath(line, request.path());
		String query = request.query();
		if (query != null) {
			line.put("\",\"query\":\"");
			putQuery(line, query);
		}
		line.put("\",\"protocol\":\"");
		putText(line, request.protocol());
		line.put("\",\"status\":");
		line.put(request.status());
		line.put(",\"bytes\":");
		line.put(request.bytesOut());
		line.put(",\"durationMicros\":");
		line.put(Math.max(0, System.nanoTime() - request.startNanos()) / MICROSECOND);
		line.put(",\"outcome\":\"");
		line.put(OUTCOMES[request.outcome().ordinal()]);
		String route = request.route();
		if (route != null) {
			line.put("\",\"route\":\"");
			putText(line, route);
		}
		String referer = request.header(HttpHeaderNames.REFERER);
		if (referer != null) {
			line.put("\",\"referer\":\"");
			putReference(line, referer);
		}
		String agent = request.header(HttpHeaderNames.USER_AGENT);
		if (agent != null) {
			line.put("\",\"userAgent\":\"");
			putText(line, agent);
		}
		line.put("\",\"connection\":");
		line.put(request.connection().id());
		if (!this.headers.isEmpty()) {
			putHeaders(line, request);
		}
		line.put('}');
	}

	private void putHeaders(LineBuffer line, LoggedRequest request) {
		line.put(",\"headers\":{");
		boolean first = true;
		for (String name : this.headers) {
			String value = request.header(name);
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
