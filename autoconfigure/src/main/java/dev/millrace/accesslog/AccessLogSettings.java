package dev.millrace.accesslog;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which requests are logged, and what is written of each.
 *
 * @param format what a line looks like
 * @param address how much of a client's address is written
 * @param headers the request headers that are written, by {@link AccessLogFormat#JSON}
 * only
 * @param queryParameters the names of query parameters whose values are written
 * @param selection which requests are written
 */
public record AccessLogSettings(AccessLogFormat format, AddressDetail address, List<String> headers,
		Set<String> queryParameters, Selection selection) {

	/** Copies the names, those of headers in lower case. */
	public AccessLogSettings {
		headers = headers.stream().map((name) -> name.toLowerCase(Locale.ROOT)).toList();
		queryParameters = Set.copyOf(queryParameters);
	}

}
