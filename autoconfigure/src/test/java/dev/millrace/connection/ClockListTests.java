package dev.millrace.connection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link ClockList} beside a model that sorts.
 */
class ClockListTests {

	private static final int CLOCKS = 40;

	private static final long NANOS = 100;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void expiresWhatTheModelExpires(long seed) {
		Random random = new Random(seed);
		// Near the overflow of the clock, which must not matter.
		long now = (seed % 2 == 0) ? Long.MAX_VALUE - 5000 : 0;
		ClockList list = new ClockList(NANOS);
		List<Integer> expired = new ArrayList<>();
		List<TestClock> clocks = new ArrayList<>();
		for (int i = 0; i < CLOCKS; i++) {
			clocks.add(new TestClock(i, expired));
		}
		TreeMap<Integer, Long> model = new TreeMap<>();
		for (int step = 0; step < 5000; step++) {
			int chosen = random.nextInt(CLOCKS);
			switch (random.nextInt(4)) {
				case 0, 1 -> {
					// Time is read once per read, so it may be a little old.
					long since = now - random.nextInt(5);
					list.start(clocks.get(chosen), since);
					model.put(chosen, since + NANOS);
				}
				case 2 -> {
					clocks.get(chosen).stop();
					model.remove(chosen);
				}
				default -> {
					now += random.nextInt(20);
					long limit = now;
					// In turns, as where many expire at once.
					int most = 1 + random.nextInt(4);
					int told;
					do {
						told = list.sweep(limit, most);
						assertThat(told).isLessThanOrEqualTo(most);
					}
					while (told == most);
					List<Integer> due = model.entrySet()
						.stream()
						.filter((entry) -> entry.getValue() - limit <= 0)
						.sorted(Comparator.comparing((entry) -> entry.getValue() - limit))
						.map(java.util.Map.Entry::getKey)
						.toList();
					assertThat(expired).containsExactlyInAnyOrderElementsOf(due);
					due.forEach(model::remove);
					expired.clear();
				}
			}
			assertThat(clocks).allMatch((clock) -> clock.running() == model.containsKey(clock.number));
		}
	}

	/** Says when it expires. */
	private static final class TestClock extends Clock {

		private final int number;

		private final List<Integer> expired;

		private TestClock(int number, List<Integer> expired) {
			this.number = number;
			this.expired = expired;
		}

		@Override
		void expired(long now) {
			this.expired.add(this.number);
		}

	}

}
