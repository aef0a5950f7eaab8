package dev.millrace.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

class LoopTickerTests {

	private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

	private final EventExecutor loop = this.group.next();

	@AfterEach
	void close() {
		this.group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
	}

	@Test
	void runsOnTheLoopAgainAndAgainUntilItIsCancelled() {
		AtomicInteger runs = new AtomicInteger();
		Future<?> ticks = LoopTicker.every(this.loop, 5, () -> {
			assertThat(this.loop.inEventLoop()).isTrue();
			runs.incrementAndGet();
		});
		Awaitility.await().untilAtomic(runs, greaterThan(3));
		ticks.cancel(false);
		this.loop.submit(() -> {
		}).syncUninterruptibly();
		int last = runs.get();
		Awaitility.await().during(Duration.ofMillis(50)).until(() -> runs.get() <= last + 1);
	}

	@Test
	void doesNotPileUpInFrontOfABusyLoop() throws InterruptedException {
		CountDownLatch busy = new CountDownLatch(1);
		AtomicInteger sent = new AtomicInteger();
		AtomicInteger runs = new AtomicInteger();
		this.loop.execute(() -> {
			try {
				busy.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		Future<?> ticks = LoopTicker.every(this.loop, 5, runs::incrementAndGet);
		// Ticks of another loop prove that time has passed.
		Future<?> others = LoopTicker.every(this.group.next(), 5, sent::incrementAndGet);
		Awaitility.await().untilAtomic(sent, greaterThan(10));
		others.cancel(false);
		ticks.cancel(false);
		busy.countDown();
		this.loop.submit(() -> {
		}).syncUninterruptibly();
		assertThat(runs).hasValue(1);
	}

	@Test
	void endsWithTheLoop() {
		Future<?> ticks = LoopTicker.every(this.loop, 5, () -> {
		});
		this.group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
		Awaitility.await().until(ticks::isDone);
	}

	@Test
	void runsOnceLater() {
		AtomicInteger runs = new AtomicInteger();
		LoopTicker.after(this.loop, 5, runs::incrementAndGet);
		Awaitility.await().untilAtomic(runs, is(1));
	}

}
