package dev.millrace.connection;

import dev.millrace.connection.Timeouts.MinimumRate;
import dev.millrace.worker.Guard;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of an answer while bytes of it wait for the client: write stall and minimum
 * rate. Made when a client is slow for the first time. Confined to the event loop.
 */
public final class WriteClocks {

	private final WriteProgress progress;

	private final WriteClock stall;

	private final @Nullable WriteClock rate;

	WriteClocks(ServerConnection connection, WriteProgress progress, MinimumRate rate) {
		this.progress = progress;
		this.stall = new WriteClock(connection, progress, Guard.WRITE_STALL, rate);
		this.rate = (rate.bytesPerSecond() > 0) ? new WriteClock(connection, progress, Guard.RESPONSE_MIN_RATE, rate)
				: null;
	}

	/**
	 * Creates the clocks of a stream.
	 * @param connection the connection of the stream
	 * @param progress what the client takes of the stream
	 * @return the clocks, none of which runs
	 */
	public static WriteClocks ofStream(ServerConnection connection, WriteProgress progress) {
		return new WriteClocks(connection, new StreamProgress(connection.wire(), progress),
				connection.loop().settings().timeouts().responseMinRate());
	}

	/** Starts the clocks, because bytes wait after a flush. */
	public void watch() {
		long now = System.nanoTime();
		start(this.stall, now);
		start(this.rate, now);
	}

	private static void start(@Nullable WriteClock clock, long now) {
		if (clock != null && !clock.running()) {
			clock.start(now);
		}
	}

	/**
	 * Must be called before more is written. Stops the clock of the rate if the client
	 * has taken everything until now.
	 */
	public void beforeWrite() {
		if (this.rate != null && this.rate.running() && !this.progress.waits()) {
			// Nothing waited until now, so the time before does not count against the
			// client.
			this.rate.stop();
		}
	}

	/** Stops the clocks: the answer is complete or was given up. */
	public void stop() {
		this.stall.stop();
		if (this.rate != null) {
			this.rate.stop();
		}
	}

}
