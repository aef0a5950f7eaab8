package dev.millrace.exchange.message;

import java.util.List;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Media types of answers that are sent piece by piece as the pieces come, and those of
 * them that have no end of their own. Immutable.
 */
public final class StreamTypes {

	/** Server-sent events have no end of their own. */
	public static final StreamTypes DEFAULT = new StreamTypes(List.of("text/event-stream"));

	/** Tells a proxy to pass on each piece at once, as nginx understands it. */
	private static final String BUFFERING = "x-accel-buffering";

	/**
	 * Types that WebFlux flushes after each element, in the spellings of several
	 * libraries, and the multipart type of which browsers replace one part by the next.
	 */
	private static final List<String> STREAMED = List.of("text/event-stream", "application/x-ndjson",
			"application/ndjson", "application/stream+json", "application/jsonl", "application/x-jsonlines",
			"application/json-seq", "application/stream+x-jackson-smile", "multipart/x-mixed-replace");

	private final List<String> endless;

	/**
	 * Chooses the types without an end of their own.
	 * @param endless media types without parameters
	 */
	public StreamTypes(List<String> endless) {
		this.endless = List.copyOf(endless);
	}

	/** Whether the type of an answer says that it goes on until one side leaves. */
	public boolean isEndless(HttpHeaders headers) {
		return isOneOf(this.endless, headers.get(HttpHeaderNames.CONTENT_TYPE));
	}

	/**
	 * Whether the type of an answer says that each piece is to reach the client at once.
	 */
	public boolean isStreamed(HttpHeaders headers) {
		String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
		return isOneOf(STREAMED, type) || isOneOf(this.endless, type);
	}

	/**
	 * Makes proxies pass on the pieces of an answer at once, unless the application has
	 * set the field itself. Without it nginx collects some kilobytes first.
	 */
	public static void passAtOnce(HttpHeaders headers) {
		if (!headers.contains(BUFFERING)) {
			headers.set(BUFFERING, "no");
		}
	}

	private static boolean isOneOf(List<String> types, @Nullable String value) {
		if (value == null) {
			return false;
		}
		for (String type : types) {
			int length = type.length();
			if (value.regionMatches(true, 0, type, 0, length)
					&& (value.length() == length || value.charAt(length) == ';' || value.charAt(length) == ' ')) {
				return true;
			}
		}
		return false;
	}

}
