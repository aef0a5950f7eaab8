package dev.millrace.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.millrace.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Deadlines of features: how timeouts are rounded, that their lists are bounded, and that
 * they pass when a model says so.
 */
@Timeout(60)
class LoopDeadlinesTests {

	private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

	@ParameterizedTest
	@CsvSource({ "PT0S, PT0.01S", "PT-5S, PT0.01S", "PT0.001S, PT0.01S", "PT0.01S, PT0.01S", "PT0.0101S, PT0.02S",
			"PT1S, PT1S", "PT9.99S, PT9.99S", "PT9.991S, PT10S", "PT30S, PT30S", "PT30.01S, PT30.1S", "PT75S, PT75S",
			"PT5M, PT5M", "PT20M34.5S, PT20M40S", "PT24H, PT24H" })
	void timeoutsAreRoundedUpToThreeDigits(Duration timeout, Duration rounded) {
		long nanos = LoopDeadlines.rounded(LoopDeadlines.index(LoopDeadlines.nanos(timeout)));
		assertThat(Duration.ofNanos(nanos)).isEqualTo(rounded);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void aTimeoutIsNeverShortened(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 200_000; i++) {
			long nanos = random.nextLong() >>> (1 + random.nextInt(60));
			long rounded = LoopDeadlines.rounded(LoopDeadlines.index(nanos));
			long bounded = Math.min(nanos, TimeUnit.DAYS.toNanos(36_500));
			assertThat(rounded - bounded).as("%d", nanos).isBetween(0L, Math.max(10 * MILLI, bounded / 100));
			assertThat(LoopDeadlines.index(rounded)).isEqualTo(LoopDeadlines.index(nanos));
		}
	}

	@Test
	void aTimeoutLongerThanTimeItselfIsTaken() {
		int index = LoopDeadlines.index(LoopDeadlines.nanos(Duration.ofSeconds(Long.MAX_VALUE)));
		assertThat(index).isEqualTo(LoopDeadlines.index(Long.MAX_VALUE)).isLessThan(9000);
		assertThat(LoopDeadlines.rounded(index)).isGreaterThanOrEqualTo(TimeUnit.DAYS.toNanos(36_500));
	}

	@Test
	void tenThousandTimeoutsHaveFewLists() {
		LoopDeadlines deadlines = new LoopDeadlines();
		Set<ClockList> lists = new HashSet<>();
		for (int i = 1; i <= 10_000; i++) {
			lists.add(deadlines.list(i * 7 * MILLI));
		}
		assertThat(lists).hasSize(deadlines.size()).hasSizeLessThanOrEqualTo(1000 + 600);
		for (int i = 1; i <= 86_400_000; i += 111) {
			deadlines.list(i * MILLI);
		}
		assertThat(deadlines.size()).isLessThanOrEqualTo(4600);
	}

	@Test
	void oneTimeoutHasOneList() {
		LoopDeadlines deadlines = new LoopDeadlines();
		assertThat(deadlines.size()).isZero();
		for (int i = 0; i < 1000; i++) {
			deadlines.list(TimeUnit.SECONDS.toNanos(30));
		}
		assertThat(deadlines.size()).isOne();
	}

	/**
	 * Random starts, stops and sweeps with random timeouts, beside a map of due times.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6 })
	void passWhenTheModelSaysSo(long seed) {
		Random random = new Random(seed);
		LoopDeadlines deadlines = new LoopDeadlines();
		long now = (seed % 2 == 0) ? Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(20) : 0;
		List<TestClock> passed = new ArrayList<>();
		List<TestClock> clocks = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			clocks.add(new TestClock(passed));
		}
		Map<TestClock, Long> model = new HashMap<>();
		for (int step = 0; step < 20_000; step++) {
			TestClock clock = clocks.get(random.nextInt(clocks.size()));
			int what = random.nextInt(8);
			if (what < 4) {
				long timeout = (1 + random.nextInt(random.nextBoolean() ? 300 : 30_000)) * MILLI;
				deadlines.list(timeout).start(clock, now);
				model.put(clock, now + LoopDeadlines.rounded(LoopDeadlines.index(timeout)));
			}
			else if (what < 6) {
				clock.stop();
				model.remove(clock);
			}
			else {
				now += random.nextInt(200) * MILLI;
				long limit = now;
				int most = 1 + random.nextInt(8);
				while (deadlines.sweep(limit, most) == most) {
					assertThat(passed).hasSizeLessThanOrEqualTo(clocks.size());
				}
				Set<TestClock> due = new HashSet<>();
				model.forEach((running, time) -> {
					if (time - limit <= 0) {
						due.add(running);
					}
				});
				assertThat(passed).as("seed %d, step %d", seed, step).containsExactlyInAnyOrderElementsOf(due);
				model.keySet().removeAll(due);
				passed.clear();
			}
		}
	}

	@Test
	void manyThatPassAtOnceDoNotHoldUpThoseOfAnotherTimeout() {
		LoopDeadlines deadlines = new LoopDeadlines();
		List<TestClock> passed = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			deadlines.list(100 * MILLI).start(new TestClock(passed), 0);
		}
		TestClock other = new TestClock(passed);
		deadlines.list(200 * MILLI).start(other, 0);
		deadlines.sweep(TimeUnit.SECONDS.toNanos(1), 64);
		assertThat(passed).hasSize(64).doesNotContain(other);
		deadlines.sweep(TimeUnit.SECONDS.toNanos(1), 64);
		assertThat(passed).hasSize(128).contains(other);
	}

	@Test
	void aDeadlineOfAFeaturePassesOnTheLoopOfItsConnection() throws Exception {
		AtomicInteger passed = new AtomicInteger();
		AtomicInteger stopped = new AtomicInteger();
		AtomicInteger strangers = new AtomicInteger();
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE);
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			long start = System.nanoTime();
			server.registry().forEach((connection) -> {
				new LoopDeadline(connection) {

					@Override
					protected void passed() {
						if (!connection.channel().eventLoop().inEventLoop() || running()) {
							strangers.incrementAndGet();
						}
						if (passed.incrementAndGet() == 1) {
							start(Duration.ofMillis(50));
						}
					}

				}.start(Duration.ofMillis(150));
				LoopDeadline ended = new LoopDeadline(connection) {

					@Override
					protected void passed() {
						stopped.incrementAndGet();
					}

				};
				ended.start(Duration.ofMillis(50));
				ended.stop();
			}).join();
			await().untilAsserted(() -> assertThat(passed).hasValue(2));
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200 * MILLI);
			assertThat(strangers).hasValue(0);
			assertThat(stopped).hasValue(0);
		}
	}

	/** Says when it expires. */
	private static final class TestClock extends Clock {

		private final List<TestClock> passed;

		TestClock(List<TestClock> passed) {
			this.passed = passed;
		}

		@Override
		void expired(long now) {
			this.passed.add(this);
		}

	}

}
