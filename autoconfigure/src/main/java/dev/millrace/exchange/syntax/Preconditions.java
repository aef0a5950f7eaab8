package dev.millrace.exchange.syntax;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request, RFC 9110 section 13.1: the values of the fields that state
 * them, in the order in which they were received. Evaluates them only; the caller acts on
 * the result. To be evaluated only where the answer without conditions would be a 2xx
 * (section 13.2.1).
 *
 * @param ifMatch values of {@code If-Match}
 * @param ifUnmodifiedSince values of {@code If-Unmodified-Since}
 * @param ifNoneMatch values of {@code If-None-Match}
 * @param ifModifiedSince values of {@code If-Modified-Since}
 */
public record Preconditions(List<String> ifMatch, List<String> ifUnmodifiedSince, List<String> ifNoneMatch,
		List<String> ifModifiedSince) {

	/**
	 * What follows from the conditions.
	 */
	public enum Result {

		/** All hold: the request is answered as if there were none. */
		PROCEED,

		/** The client has this representation: 304. */
		NOT_MODIFIED,

		/** A condition failed, so the request must not be carried out: 412. */
		FAILED

	}

	/**
	 * Reads the conditions of a request.
	 * @param headers gives all values of a header
	 * @return the conditions
	 */
	public static Preconditions of(Function<String, List<String>> headers) {
		return new Preconditions(headers.apply(HttpHeaderNames.IF_MATCH.toString()),
				headers.apply(HttpHeaderNames.IF_UNMODIFIED_SINCE.toString()),
				headers.apply(HttpHeaderNames.IF_NONE_MATCH.toString()),
				headers.apply(HttpHeaderNames.IF_MODIFIED_SINCE.toString()));
	}

	/**
	 * Evaluates the conditions in the order of section 13.2.2. A date that is malformed
	 * or repeated is ignored, and so is any date if the resource has none. A list of
	 * entity tags is one, also where the resource has no tag: none matches then.
	 * @param retrieves whether the method is GET or HEAD
	 * @param validators the validators of the representation
	 * @return what follows
	 */
	public Result evaluate(boolean retrieves, Validators validators) {
		if (!this.ifMatch.isEmpty() ? !matches(this.ifMatch, validators, false)
				: modifiedSince(this.ifUnmodifiedSince, validators, false)) {
			return Result.FAILED;
		}
		if (!this.ifNoneMatch.isEmpty()) {
			if (!matches(this.ifNoneMatch, validators, true)) {
				return Result.PROCEED;
			}
			return retrieves ? Result.NOT_MODIFIED : Result.FAILED;
		}
		return (retrieves && !modifiedSince(this.ifModifiedSince, validators, true)) ? Result.NOT_MODIFIED
				: Result.PROCEED;
	}

	private static boolean matches(List<String> tags, Validators validators, boolean weak) {
		return EntityTags.any(tags)
				|| (validators.entityTag() != null && EntityTags.contains(tags, validators.entityTag(), weak));
	}

	/** Whether the representation is later than the date, {@code unknown} without one. */
	private static boolean modifiedSince(List<String> dates, Validators validators, boolean unknown) {
		Instant modified = validators.lastModified();
		Instant date = (dates.size() == 1) ? date(dates.get(0)) : null;
		return (date != null && modified != null) ? modified.isAfter(date) : unknown;
	}

	private static @Nullable Instant date(String text) {
		return HttpDate.parse(text.strip(), LocalDate.now(ZoneOffset.UTC));
	}

}
