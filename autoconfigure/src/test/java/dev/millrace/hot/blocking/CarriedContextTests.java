package dev.millrace.hot.blocking;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CarriedContext}.
 */
class CarriedContextTests {

	@Test
	void loggingContextIsCarriedToBlockingHandlers() throws InterruptedException {
		AtomicReference<String> seen = new AtomicReference<>();
		CountDownLatch done = new CountDownLatch(1);
		MDC.put("key", "value");
		try {
			Runnable task = CarriedContext.around(() -> {
				seen.set(MDC.get("key"));
				done.countDown();
			}, Context.empty());
			new Thread(task).start();
		}
		finally {
			MDC.remove("key");
		}
		assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(seen).hasValue("value");
	}

}
