package dev.millrace.connection;

import java.time.Duration;
import java.util.Map;

import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardMode;
import org.jspecify.annotations.Nullable;

/**
 * How long the steps of a request may take. Each clock runs only while it is the client's
 * turn, that of the handler excepted.
 *
 * @param tlsHandshake time for the TLS handshake
 * @param requestHeader time from the first byte of a request, or from the accept where
 * none comes, to the end of its head
 * @param requestBodyMinRate rate at which a body must come while it is read
 * @param requestBody time for a whole body
 * @param handler time from the head of a request to the head of its answer
 * @param responseMinRate rate at which an answer must be taken while it waits
 * @param writeStall time in which something of a waiting answer must be taken
 * @param halfClose time that an answer may take once the client has ended its input;
 * {@link Deadline#OFF} if the end of the input is the end of the connection
 */
public record Timeouts(Deadline tlsHandshake, Deadline requestHeader, MinimumRate requestBodyMinRate,
		Deadline requestBody, Deadline handler, MinimumRate responseMinRate, Deadline writeStall, Deadline halfClose) {

	/** No clock runs. */
	public static final Timeouts NONE = new Timeouts(Deadline.OFF, Deadline.OFF, MinimumRate.OFF, Deadline.OFF,
			Deadline.OFF, MinimumRate.OFF, Deadline.OFF, Deadline.OFF);

	/** How often a slow reader is looked at within the time of a write stall. */
	static final int STALL_CHECKS = 4;

	/** The deadlines by the guards that watch them. */
	Map<Guard, Deadline> guards() {
		return Map.of(Guard.TLS_HANDSHAKE, this.tlsHandshake, Guard.REQUEST_HEADER, this.requestHeader,
				Guard.REQUEST_BODY_MIN_RATE, this.requestBodyMinRate.window(), Guard.REQUEST_BODY, this.requestBody,
				Guard.HANDLER, this.handler, Guard.RESPONSE_MIN_RATE, this.responseMinRate.window(), Guard.WRITE_STALL,
				new Deadline(this.writeStall.time().dividedBy(STALL_CHECKS), this.writeStall.mode()), Guard.HALF_CLOSE,
				this.halfClose);
	}

	/**
	 * A time that something may take.
	 *
	 * @param time the time
	 * @param mode what happens after it
	 */
	public record Deadline(Duration time, GuardMode mode) {

		/** No deadline. */
		public static final Deadline OFF = new Deadline(Duration.ZERO, GuardMode.OFF);

		/**
		 * Creates a deadline.
		 * @param time the time, or {@code null} for none
		 * @param mode what happens after it
		 * @return the deadline
		 */
		public static Deadline of(@Nullable Duration time, GuardMode mode) {
			return (time != null && !time.isZero() && mode != GuardMode.OFF) ? new Deadline(time, mode) : OFF;
		}

	}

	/**
	 * A rate at which bytes must flow.
	 *
	 * @param bytesPerSecond the rate
	 * @param window how long it is measured before it is judged
	 */
	public record MinimumRate(long bytesPerSecond, Deadline window) {

		/** No rate is too low. */
		public static final MinimumRate OFF = new MinimumRate(0, Deadline.OFF);

		boolean missed(long bytes, long nanos) {
			return bytes * 1e9 < (double) this.bytesPerSecond * nanos;
		}

	}

}
