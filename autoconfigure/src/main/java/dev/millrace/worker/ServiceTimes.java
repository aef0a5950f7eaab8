package dev.millrace.worker;

import java.util.Collection;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * How long requests took, from their head to the end of their answer. Written by one
 * event loop without a lock; read by any thread.
 */
public final class ServiceTimes {

	/*
	 * Implementation note.
	 *
	 * SingleWriterRecorder keeps two histograms. The event loop records into the active
	 * one with a counter that it increments before and after (WriterReaderPhaser): no
	 * lock and no contended write, because one thread writes. A reader swaps the two,
	 * waits until a record in progress is over and gets the one that is at rest. Its
	 * contents are added to "total" under a lock that readers alone take; the histogram
	 * is given back for the next swap, so that reading makes no garbage but the sum.
	 *
	 * The total only grows: percentiles are those since the start. Time series are made
	 * by Micrometer from its own timers, which know routes; these percentiles are for the
	 * endpoint and for the comparison of workers, at a cost that every request can bear.
	 *
	 * Two significant digits: a value is wrong by at most 1 %, and a histogram that holds
	 * times up to an hour takes 27 KB; each event loop has three of them and the total.
	 * Three digits would take seven times as much.
	 *
	 * Which requests are recorded: those whose end has another clock reading than their
	 * start, and every 16th of the others, see ServerConnection. Requests that are
	 * answered at once have less weight in the percentiles than their share; count tells
	 * how many were timed.
	 *
	 * Source: HdrHistogram, Recorder and WriterReaderPhaser.
	 */

	/** Longer times are recorded as this. */
	static final long MAX_MICROS = 3_600_000_000L;

	/** Significant digits of the percentiles. */
	private static final int DIGITS = 2;

	private final SingleWriterRecorder recorder = new SingleWriterRecorder(DIGITS);

	/** Guarded by itself. */
	private final Histogram total = new Histogram(DIGITS);

	private @Nullable Histogram spare;

	/**
	 * Records a time. To be called on the event loop.
	 * @param nanos how long a request took
	 */
	public void record(long nanos) {
		this.recorder.recordValue(Math.max(0, Math.min(nanos / 1000, MAX_MICROS)));
	}

	/**
	 * Records how long an exchange took. The clock is read once per read from the
	 * network, so the time of one that was answered at once is known only if it was
	 * chosen to be timed.
	 * @param startNanos when it began, by the clock of the read
	 * @param endNanos when it ended, by the same clock
	 * @param sampledNanos when it really began, 0 if it was not chosen
	 */
	public void record(long startNanos, long endNanos, long sampledNanos) {
		if (endNanos != startNanos) {
			record(endNanos - startNanos);
		}
		else if (sampledNanos != 0) {
			record(System.nanoTime() - sampledNanos);
		}
	}

	/**
	 * Reads what was recorded.
	 * @return the percentiles since the start
	 */
	public Percentiles percentiles() {
		Histogram sum = new Histogram(DIGITS);
		addTo(sum);
		return Percentiles.of(sum);
	}

	/**
	 * Reads what several recorded together.
	 * @param parts the times of several workers
	 * @return the percentiles of all since the start
	 */
	public static Percentiles percentiles(Collection<ServiceTimes> parts) {
		Histogram sum = new Histogram(DIGITS);
		parts.forEach((part) -> part.addTo(sum));
		return Percentiles.of(sum);
	}

	private void addTo(Histogram sum) {
		synchronized (this.total) {
			Histogram interval = this.recorder.getIntervalHistogram(this.spare);
			this.total.add(interval);
			this.spare = interval;
			sum.add(this.total);
		}
	}

	/**
	 * Percentiles of service times.
	 *
	 * @param count how many times they are made of
	 * @param p50Micros half of the requests took no longer
	 * @param p90Micros 90 % took no longer
	 * @param p99Micros 99 % took no longer
	 * @param p999Micros 99.9 % took no longer
	 * @param maxMicros the longest
	 */
	public record Percentiles(long count, long p50Micros, long p90Micros, long p99Micros, long p999Micros,
			long maxMicros) {

		static Percentiles of(Histogram histogram) {
			return new Percentiles(histogram.getTotalCount(), histogram.getValueAtPercentile(50),
					histogram.getValueAtPercentile(90), histogram.getValueAtPercentile(99),
					histogram.getValueAtPercentile(99.9), histogram.getMaxValue());
		}

	}

}
