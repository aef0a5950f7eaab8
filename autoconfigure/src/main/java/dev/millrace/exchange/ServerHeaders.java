package dev.millrace.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Date} and {@code Server} fields of answers given from the pipeline, encoded
 * once a second for each event loop.
 */
public final class ServerHeaders {

	/** Neither field. */
	public static final ServerHeaders NONE = new ServerHeaders(false, null);

	private static final long REFRESH_NANOS = 500_000_000L;

	private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter
		.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
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
	 * @return the lines, not to be changed
	 */
	byte[] lines(long nowNanos) {
		return current(nowNanos).lines;
	}

	void addTo(HttpHeaders headers, long nowNanos) {
		if (this.date && !headers.contains(HttpHeaderNames.DATE)) {
			headers.set(HttpHeaderNames.DATE, current(nowNanos).date);
		}
		if (this.server != null && !headers.contains(HttpHeaderNames.SERVER)) {
			headers.set(HttpHeaderNames.SERVER, this.server);
		}
	}

	private Encoded current(long nowNanos) {
		Encoded current = this.encoded.get();
		if (!current.filled || (this.date && nowNanos - current.atNanos > REFRESH_NANOS)) {
			current.filled = true;
			current.atNanos = nowNanos;
			current.date = IMF_FIXDATE.format(Instant.now());
			StringBuilder lines = new StringBuilder();
			if (this.date) {
				lines.append("date: ").append(current.date).append("\r\n");
			}
			if (this.server != null) {
				lines.append("server: ").append(this.server).append("\r\n");
			}
			current.lines = lines.toString().getBytes(StandardCharsets.ISO_8859_1);
		}
		return current;
	}

	private static final class Encoded {

		private boolean filled;

		private long atNanos;

		private String date = "";

		private byte[] lines = new byte[0];

	}

}
