package dev.millrace.autoconfigure.exchange;

import dev.millrace.autoconfigure.PropertyChecks;
import dev.millrace.exchange.message.ServerHeaders;
import dev.millrace.exchange.syntax.HttpRules;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Turns properties into settings of the pipeline.
 *
 * @param properties the properties
 */
record HttpMapper(HttpProperties properties) {

	private static final String PREFIX = "millrace.http.";

	HttpRules toRules() {
		Integer headers = PropertyChecks.atLeast(1, PREFIX + "max-header-count", this.properties.maxHeaderCount());
		DataSize body = this.properties.maxBodySize();
		return new HttpRules(this.properties.strict(), (headers != null) ? headers : Integer.MAX_VALUE,
				(body != null) ? bytes(body) : Long.MAX_VALUE);
	}

	ServerHeaders toServerHeaders() {
		return new ServerHeaders(this.properties.dateHeader(), serverHeader());
	}

	private static long bytes(DataSize body) {
		PropertyChecks.check(!body.isNegative(), PREFIX + "max-body-size", body,
				"must not be negative; remove it for no limit");
		return body.toBytes();
	}

	private @Nullable String serverHeader() {
		String value = this.properties.serverHeader();
		if (value == null || value.isEmpty()) {
			return null;
		}
		PropertyChecks.check(value.chars().allMatch((c) -> c >= ' ' && c < 0x7F), PREFIX + "server-header", value,
				"must be of printable ASCII characters");
		return value;
	}

}
