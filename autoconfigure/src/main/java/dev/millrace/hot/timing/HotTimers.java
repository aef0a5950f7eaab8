package dev.millrace.hot.timing;

import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Finds the timers that take the durations of hot requests.
 */
@FunctionalInterface
public interface HotTimers {

	/** Records nothing. */
	HotTimers NONE = (end) -> null;

	/**
	 * Finds the timer of a request and of all others to its route that have the method,
	 * the status, the outcome and the class of the error in common. Asked on event loops,
	 * once by each for all of them.
	 * @param end how the first of these requests ended
	 * @return takes the duration of each in nanoseconds, or {@code null} to record
	 * nothing
	 */
	@Nullable LongConsumer timer(HotRequestEnd end);

}
