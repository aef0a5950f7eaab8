package dev.millrace.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The deadlines of features on one event loop: one list per distinct timeout, found by
 * arithmetic instead of by a map. So that an application which uses thousands of timeouts
 * does not make as many lists, a timeout is rounded up to three significant digits of 10
 * ms: to 10 ms below 10 s, to 100 ms below 100 s, and so on, at most by 1 % above a
 * second. That makes 1000 lists for timeouts up to 10 s and 900 more for each power of
 * ten, 4600 for all up to a day; a sweep reads one field of each. A list is made when its
 * timeout is used for the first time. Confined to the loop.
 */
final class LoopDeadlines {

	private static final long UNIT = TimeUnit.MILLISECONDS.toNanos(10);

	/** Units below this number have lists of their own. */
	private static final int EXACT = 1000;

	private static final int TENTH = EXACT / 10;

	/** Longer timeouts are this long, because times are compared by differences. */
	private static final long LONGEST = TimeUnit.DAYS.toNanos(100 * 365);

	/** The lists by the place of their timeout, see {@link #index(long)}. */
	private @Nullable ClockList[] lists = new ClockList[0];

	/** The same lists, in the order in which they were made. */
	private final List<ClockList> used = new ArrayList<>();

	/** The list with which the next sweep begins, so that none has to wait for ever. */
	private int next;

	/**
	 * Finds the list of a timeout.
	 * @param nanos the timeout, below zero for none at all
	 * @return the list, whose clocks run for at least that time
	 */
	ClockList list(long nanos) {
		int index = index(nanos);
		if (index >= this.lists.length) {
			this.lists = Arrays.copyOf(this.lists, index + EXACT);
		}
		ClockList list = this.lists[index];
		if (list == null) {
			list = new ClockList(rounded(index));
			this.lists[index] = list;
			this.used.add(list);
		}
		return list;
	}

	/** Returns the place of a timeout among all that are told apart. */
	static int index(long nanos) {
		long units = up(Math.max(1, Math.min(nanos, LONGEST)), UNIT);
		int base = 0;
		while (units >= EXACT) {
			units = up(units, 10);
			base += EXACT - TENTH;
		}
		return base + (int) units;
	}

	/** Returns the timeout at a place, in nanoseconds. */
	static long rounded(int index) {
		long units = index;
		long unit = UNIT;
		while (units >= EXACT) {
			units -= EXACT - TENTH;
			unit *= 10;
		}
		return units * unit;
	}

	private static long up(long value, long divisor) {
		return (value + divisor - 1) / divisor;
	}

	static long nanos(Duration timeout) {
		return (timeout.toSeconds() < TimeUnit.NANOSECONDS.toSeconds(LONGEST)) ? timeout.toNanos() : LONGEST;
	}

	/** How many lists there are. */
	int size() {
		return this.used.size();
	}

	/**
	 * Tells the deadlines that have passed.
	 * @param now the time
	 * @param most how many to tell at most
	 * @return how many were told
	 */
	int sweep(long now, int most) {
		int told = 0;
		int size = this.used.size();
		for (int i = 0; i < size && told < most; i++) {
			if (this.next >= size) {
				this.next = 0;
			}
			told += this.used.get(this.next++).sweep(now, most - told);
		}
		return told;
	}

}
