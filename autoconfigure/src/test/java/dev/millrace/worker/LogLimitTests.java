package dev.millrace.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogLimitTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	@Test
	void theFirstEventHasALineAtOnceWhateverTheClockSays() {
		for (long now : new long[] { 0, 5 * SECOND, -5 * SECOND, Long.MAX_VALUE }) {
			assertThat(new LogLimit().count(1, now)).isOne();
		}
	}

	@Test
	void aLineStandsForTheEventsThatHadNone() {
		LogLimit limit = new LogLimit();
		assertThat(limit.count(1, 0)).isOne();
		assertThat(limit.count(1, 1)).isZero();
		assertThat(limit.count(3, SECOND - 1)).isZero();
		assertThat(limit.count(2, SECOND)).isEqualTo(6);
		assertThat(limit.count(1, 2 * SECOND)).isOne();
	}

	@Test
	void theIntervalMayBeLonger() {
		LogLimit limit = new LogLimit(Duration.ofMinutes(1));
		assertThat(limit.count(1, 0)).isOne();
		assertThat(limit.count(1, 59 * SECOND)).isZero();
		assertThat(limit.count(1, 60 * SECOND)).isEqualTo(2);
	}

	@Test
	void oneOfManyThreadsGetsTheLine() throws InterruptedException {
		LogLimit limit = new LogLimit(Duration.ofHours(1));
		AtomicInteger lines = new AtomicInteger();
		Thread[] threads = new Thread[8];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = new Thread(() -> {
				for (int n = 0; n < 10_000; n++) {
					if (limit.count() > 0) {
						lines.incrementAndGet();
					}
				}
			});
			threads[i].start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(lines).hasValue(1);
	}

}
