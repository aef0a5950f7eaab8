package dev.millrace.actuate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.millrace.worker.LoopLagMonitor;
import dev.millrace.worker.Workers;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Health beside workers that are stuck.
 */
@Timeout(60)
class WorkersHealthIndicatorTests {

	private final EventLoop one = new DefaultEventLoop();

	private final EventLoop two = new DefaultEventLoop();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.release.countDown();
		this.one.shutdownGracefully(0, 1, TimeUnit.SECONDS);
		this.two.shutdownGracefully(0, 1, TimeUnit.SECONDS);
	}

	@Test
	void downOnlyWhileEveryWorkerIsStuck() {
		Workers workers = new Workers();
		workers.register("test", List.of(this.one, this.two));
		WorkersHealthIndicator indicator = new WorkersHealthIndicator(workers);
		try (LoopLagMonitor monitor = new LoopLagMonitor(workers, Duration.ofMillis(200))) {
			monitor.start();
			this.one.execute(this::awaitRelease);
			await().untilAsserted(() -> assertThat(health(indicator).getDetails()).containsEntry("stuck", 1L));
			assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);
			this.two.execute(this::awaitRelease);
			await().untilAsserted(() -> assertThat(health(indicator).getStatus()).isEqualTo(Status.DOWN));
			this.release.countDown();
			await().untilAsserted(() -> assertThat(health(indicator).getDetails()).containsEntry("stuck", 0L));
			assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);
		}
	}

	private static Health health(WorkersHealthIndicator indicator) {
		Health health = indicator.health(true);
		assertThat(health).isNotNull();
		return health;
	}

	private void awaitRelease() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
