package dev.millrace.accesslog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Converts readings of {@link System#nanoTime()} into the text of a time of day. The text
 * is formatted once a second and used until the next. Confined to one event loop.
 */
final class LineTime {

	private static final long MILLIS = 1_000_000;

	private static final long SECOND = 1000;

	private final DateTimeFormatter format;

	private final String suffix;

	private final boolean withMillis;

	private long anchorNanos;

	private long anchorMillis;

	private long second = -1;

	private String text = "";

	private LineTime(DateTimeFormatter format, boolean withMillis, String suffix) {
		this.format = format;
		this.withMillis = withMillis;
		this.suffix = suffix;
		anchor();
	}

	static LineTime of(AccessLogFormat format) {
		if (format == AccessLogFormat.JSON) {
			return new LineTime(
					DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC), true,
					"Z");
		}
		return new LineTime(
				DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH).withZone(ZoneId.systemDefault()),
				false, "");
	}

	/** Compares with the system clock again, which may have been set. */
	void anchor() {
		this.anchorNanos = System.nanoTime();
		this.anchorMillis = System.currentTimeMillis();
	}

	void write(LineBuffer line, long nanos) {
		long millis = this.anchorMillis + Math.floorDiv(nanos - this.anchorNanos, MILLIS);
		long current = Math.floorDiv(millis, SECOND);
		if (current != this.second) {
			this.second = current;
			this.text = this.format.format(Instant.ofEpochSecond(current));
		}
		line.put(this.text);
		if (this.withMillis) {
			int rest = (int) (millis - current * SECOND);
			line.put('.');
			line.put((char) ('0' + rest / 100));
			line.put((char) ('0' + rest / 10 % 10));
			line.put((char) ('0' + rest % 10));
		}
		line.put(this.suffix);
	}

}
