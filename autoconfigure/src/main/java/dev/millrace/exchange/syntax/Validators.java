package dev.millrace.exchange.syntax;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The values that tell representations of a resource apart (RFC 9110 section 8.8).
 *
 * @param entityTag value of {@code ETag}, or {@code null}
 * @param lastModified value of {@code Last-Modified}, or {@code null}
 */
public record Validators(@Nullable String entityTag, @Nullable Instant lastModified) {

	/**
	 * Reads the validators of a response.
	 * @param headers its headers
	 * @return the validators, {@code null} if there is none
	 */
	public static @Nullable Validators of(HttpHeaders headers) {
		String tag = headers.get(HttpHeaderNames.ETAG);
		String modified = headers.get(HttpHeaderNames.LAST_MODIFIED);
		if (tag == null && modified == null) {
			return null;
		}
		Instant date = (modified != null) ? HttpDate.parse(modified, LocalDate.now(ZoneOffset.UTC)) : null;
		return (tag != null || date != null) ? new Validators(tag, date) : null;
	}

}
