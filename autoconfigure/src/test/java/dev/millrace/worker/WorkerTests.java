package dev.millrace.worker;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ImmediateEventExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Counters of a worker, and the watchdog.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class WorkerTests {

	private final EventLoop loop = new DefaultEventLoop();

	private final EventLoop other = new DefaultEventLoop();

	private final CountDownLatch release = new CountDownLatch(1);

	private final Workers workers = new Workers();

	@AfterEach
	void stop() {
		this.release.countDown();
		this.loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
		this.other.shutdownGracefully(0, 1, TimeUnit.SECONDS);
	}

	@Test
	void countersAddUp() {
		Worker one = new Worker("one", ImmediateEventExecutor.INSTANCE);
		Worker two = new Worker("two", ImmediateEventExecutor.INSTANCE);
		for (Worker worker : List.of(one, two)) {
			worker.connectionAccepted();
			worker.connectionAccepted();
			worker.connectionRejected();
			worker.connectionClosed(CloseReason.CLIENT);
			worker.requestStarted(null);
			worker.received(10);
			worker.sent(20);
			worker.exchangeEnded(200);
			worker.exchangeEnded(503);
			worker.exchangeEnded(0);
			worker.guarded(Guard.MAX, true);
			worker.guarded(Guard.MAX, false);
		}
		two.connectionClosed(CloseReason.RESET);
		WorkerSnapshot total = WorkerSnapshot.total(List.of(one.snapshot(), two.snapshot()));
		assertThat(total.name()).isEqualTo("total");
		assertThat(total.activeConnections()).isOne();
		assertThat(total.acceptedConnections()).isEqualTo(4);
		assertThat(total.rejectedConnections()).isEqualTo(2);
		assertThat(total.closedConnections()).containsEntry(CloseReason.CLIENT, 2L)
			.containsEntry(CloseReason.RESET, 1L)
			.hasSize(2);
		assertThat(total.requests()).isEqualTo(2);
		assertThat(total.responses()).containsExactly(2L, 0L, 2L, 0L, 0L, 2L);
		assertThat(total.errors()).isEqualTo(2);
		assertThat(total.bytesIn()).isEqualTo(20);
		assertThat(total.bytesOut()).isEqualTo(40);
		assertThat(total.guards()).containsOnlyKeys(Guard.MAX).containsValue(new GuardCount(2, 2));
	}

	@Test
	void serviceTimesAreThoseThatWereRecorded() {
		ServiceTimes times = new ServiceTimes();
		ServiceTimes others = new ServiceTimes();
		for (int i = 1; i <= 100; i++) {
			times.record(i * 1_000_000L);
			others.record(TimeUnit.DAYS.toNanos(1));
		}
		assertThat(times.percentiles().count()).isEqualTo(100);
		assertThat(times.percentiles().p50Micros()).isBetween(50_000L, 51_000L);
		assertThat(times.percentiles().p99Micros()).isBetween(99_000L, 100_000L);
		ServiceTimes.Percentiles both = ServiceTimes.percentiles(List.of(times, others));
		assertThat(both.count()).isEqualTo(200);
		assertThat(both.p90Micros()).isGreaterThan(3_500_000_000L);
	}

	@Test
	void onlyChosenImmediateAnswersAreTimed() {
		ServiceTimes times = new ServiceTimes();
		times.record(5, 5, 0);
		assertThat(times.percentiles().count()).isZero();
		times.record(5, 5, System.nanoTime());
		times.record(5, 6_000_000, 0);
		assertThat(times.percentiles().count()).isEqualTo(2);
	}

	@Test
	void aStuckLoopIsFoundWithItsStackAndItsRouteOnceAMinute(CapturedOutput output) {
		this.workers.register("test", List.of(this.loop, this.other));
		Worker worker = this.workers.all().get(0);
		this.loop.execute(() -> {
			worker.requestStarted(new Stuck());
			awaitRelease();
		});
		try (LoopLagMonitor monitor = new LoopLagMonitor(this.workers, Duration.ofMillis(50))) {
			monitor.start();
			await().untilAsserted(() -> assertThat(worker.stuck()).isTrue());
			await().untilAsserted(() -> assertThat(output).contains("test-1 has been stuck", "GET /blocking",
					"WorkerTests.awaitRelease"));
			await().until(() -> !this.workers.allStuck());
			await().untilAsserted(() -> assertThat(worker.snapshot().loopLagNanos()).isGreaterThan(500_000_000));
			// Not by the worker: the last line of a monitor that was closed before may be
			// late.
			assertThat(output).containsOnlyOnce("Last request: GET /blocking");
			await().untilAsserted(() -> {
				assertThat(worker.snapshot().utilization()).isGreaterThan(0.5);
				assertThat(this.workers.all().get(1).snapshot().utilization()).isLessThan(0.3);
			});
			this.release.countDown();
			await().untilAsserted(() -> {
				assertThat(worker.stuck()).isFalse();
				assertThat(worker.snapshot().loopLagNanos()).isLessThan(200_000_000);
			});
		}
	}

	@Test
	void allAreStuckOnlyTogether() {
		this.workers.register("test", List.of(this.loop));
		assertThat(new Workers().allStuck()).isFalse();
		this.loop.execute(this::awaitRelease);
		try (LoopLagMonitor monitor = new LoopLagMonitor(this.workers, Duration.ofMillis(50))) {
			monitor.start();
			await().untilAsserted(() -> assertThat(this.workers.allStuck()).isTrue());
		}
	}

	@Test
	void memoryThatRunsShortIsSaidOnceAMinute(CapturedOutput output) {
		AtomicLong used = new AtomicLong(700);
		DirectMemory memory = new DirectMemory(used::get, () -> 200, () -> 1000);
		long second = TimeUnit.SECONDS.toNanos(1);
		try (LoopLagMonitor monitor = new LoopLagMonitor(this.workers, null, memory)) {
			monitor.look(100 * second);
			assertThat(output).doesNotContain("Direct memory");
			used.set(701);
			for (int i = 101; i < 160; i++) {
				monitor.look(i * second);
			}
			assertThat(output).containsOnlyOnce("nearly exhausted: 901 of 1000 bytes");
			monitor.look(162 * second);
			assertThat(output.getAll().split("nearly exhausted")).hasSize(3);
		}
	}

	@Test
	void memoryIsCountedWhoeverTookIt() {
		DirectMemory memory = new DirectMemory();
		// Again where a collection frees what others left behind.
		await().untilAsserted(() -> {
			long before = memory.used();
			ByteBuf buffer = UnpooledByteBufAllocator.DEFAULT.directBuffer(10_000_000);
			ByteBuffer other = ByteBuffer.allocateDirect(20_000_000);
			long taken = memory.used() - before;
			buffer.release();
			assertThat(taken).isBetween(29_000_000L, 40_000_000L);
			assertThat(other.capacity()).isPositive();
		});
		assertThat(memory.max()).isGreaterThan(memory.used());
	}

	private void awaitRelease() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** What the stuck loop does. */
	private static final class Stuck implements Activity {

		@Override
		public String route() {
			return "/blocking";
		}

		@Override
		public String toString() {
			return "GET /blocking";
		}

	}

}
