package dev.millrace.actuate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.millrace.exchange.Exchange;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.web.exchanges.RecordableHttpRequest;

/**
 * The request of an exchange as {@code /actuator/httpexchanges} shows it.
 *
 * @param exchange the exchange
 */
record RecordedRequest(Exchange exchange) implements RecordableHttpRequest {

	@Override
	public URI getUri() {
		return RequestUri.of(this.exchange);
	}

	@Override
	public @Nullable String getRemoteAddress() {
		InetAddress address = (this.exchange.clientAddress() instanceof InetSocketAddress client) ? client.getAddress()
				: null;
		return (address != null) ? address.toString() : null;
	}

	@Override
	public String getMethod() {
		return this.exchange.method().name();
	}

	@Override
	public Map<String, List<String>> getHeaders() {
		return toMap(this.exchange.headerFields());
	}

	/** Groups header fields by name, in any case. */
	static Map<String, List<String>> toMap(Iterable<Map.Entry<String, String>> fields) {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (Map.Entry<String, String> field : fields) {
			headers.computeIfAbsent(field.getKey(), (name) -> new ArrayList<>()).add(field.getValue());
		}
		return headers;
	}

}
