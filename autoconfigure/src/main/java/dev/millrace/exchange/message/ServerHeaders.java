package dev.millrace.exchange.message;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Date} and {@code Server} fields of responses that have none of their own,
 * from the pipeline and from WebFlux: RFC 9110 section 6.6.1 asks an origin server with a
 * clock for the first. They are encoded at most twice a second for each event loop, not
 * for each response.
 */
public final class ServerHeaders {

	/** Neither field. */
	public static final ServerHeaders NONE = new ServerHeaders(false, null);

	private static final long REFRESH_NANOS = 500_000_000L;

	private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter
		.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
		.withZone(ZoneOffset.UTC);

	private final boolean date;

	private final @Nullable String server;

	private final FastThreadLocal<Encoded> encoded = new FastThreadLocal<>() {
		@Override
		protected Encoded initialValue() {
			return new Encoded();
		}
	};

	/**
	 * Chooses the fields.
	 * @param date whether to send {@code Date}
	 * @param server value of {@code Server}, or {@code null} for none
	 */
	public ServerHeaders(boolean date, @Nullable String server) {
		this.date = date;
		this.server = server;
	}

	/**
	 * Returns the fields as header lines of HTTP/1.1.
	 * @param nowNanos a recent reading of {@link System#nanoTime()}
	 * @return the lines
	 */
	public ServerLines lines(long nowNanos) {
		return current(nowNanos).lines;
	}

	/** Adds those fields that the headers lack. */
	public void addTo(HttpHeaders headers, long nowNanos) {
		if (this.date && !headers.contains(HttpHeaderNames.DATE)) {
			headers.set(HttpHeaderNames.DATE, current(nowNanos).date);
		}
		if (this.server != null && !headers.contains(HttpHeaderNames.SERVER)) {
			headers.set(HttpHeaderNames.SERVER, this.server);
		}
	}

	/**
	 * Returns what this event loop encoded last, encoded again once it is half a second
	 * old: {@code Date} has a resolution of one second, and clients are never told a
	 * second that is over by more than that.
	 */
	private Encoded current(long nowNanos) {
		Encoded current = this.encoded.get();
		if (!current.filled || (this.date && nowNanos - current.atNanos > REFRESH_NANOS)) {
			current.filled = true;
			current.atNanos = nowNanos;
			current.date = this.date ? IMF_FIXDATE.format(Instant.now()) : "";
			current.lines = new ServerLines(this.date ? current.date : null, this.server);
		}
		return current;
	}

	private static final class Encoded {

		private boolean filled;

		private long atNanos;

		private String date = "";

		private ServerLines lines = new ServerLines(null, null);

	}

}
