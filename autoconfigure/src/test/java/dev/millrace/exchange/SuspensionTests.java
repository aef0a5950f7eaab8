package dev.millrace.exchange;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.management.ThreadMXBean;
import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a wait of a filter ends, and what it costs.
 */
@Timeout(60)
class SuspensionTests {

	private static final int WAITS = 100_000;

	private final Waiting filter = new Waiting();

	/** Waits in as many ways as there are paths. */
	private static final class Waiting implements ExchangeFilter {

		private final AtomicInteger cancelled = new AtomicInteger();

		private final AtomicInteger timedOut = new AtomicInteger();

		private final AtomicInteger asked = new AtomicInteger();

		private final AtomicLong bytes = new AtomicLong();

		@Override
		public Set<Need> needs() {
			return Set.of(Need.HEAD);
		}

		@Override
		public Verdict onRequest(Exchange exchange) {
			this.asked.incrementAndGet();
			return switch (exchange.path()) {
				case "/cold" -> passes(exchange);
				case "/teapot" -> exchange.suspend(Duration.ofMillis(50), () -> text("short and stout"));
				case "/null" -> exchange.suspend(Duration.ofMillis(50), () -> null);
				case "/throws" -> exchange.suspend(Duration.ofMillis(50), () -> {
					throw new IllegalStateException("broken");
				});
				case "/again" -> exchange.suspend(Duration.ofMillis(50), () -> passes(exchange));
				case "/close" -> exchange.suspend(Duration.ofMillis(50), () -> Verdict.CLOSE);
				case "/resumed" -> elsewhere(exchange);
				case "/measured" -> measured(exchange);
				default -> Verdict.PASS;
			};
		}

		private Suspension passes(Exchange exchange) {
			Suspension wait = exchange.suspend(Duration.ofMillis(50), () -> {
				this.timedOut.incrementAndGet();
				return Verdict.PASS;
			});
			wait.onCancel(this.cancelled::incrementAndGet);
			return wait;
		}

		/** Resumed by another thread with another wait, which that thread resumes. */
		private Suspension elsewhere(Exchange exchange) {
			Suspension first = exchange.suspend(Duration.ofMillis(50), () -> {
				this.timedOut.incrementAndGet();
				return Verdict.CLOSE;
			});
			CompletableFuture.runAsync(() -> {
				Suspension second = exchange.suspend(Duration.ofMillis(50), () -> {
					this.timedOut.incrementAndGet();
					return Verdict.CLOSE;
				});
				assertThat(first.resume(second)).isTrue();
				assertThat(second.resume(text("elsewhere"))).isTrue();
			});
			return first;
		}

		private Answer measured(Exchange exchange) {
			ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
			Suspension[] waits = new Suspension[WAITS];
			Duration limit = Duration.ofMinutes(5);
			long before = threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < WAITS; i++) {
				waits[i] = exchange.suspend(limit, () -> Verdict.PASS);
			}
			this.bytes.set((threads.getCurrentThreadAllocatedBytes() - before) / WAITS);
			for (Suspension wait : waits) {
				wait.cancel();
			}
			return text("measured");
		}

		private static Answer text(String text) {
			return new Answer.Full(200, new DefaultHttpHeaders(), Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
		}

	}

	@Test
	void aWaitMayEndInPassing() {
		try (PipelineServer server = PipelineServer.with(this.filter);
				RawClient client = new RawClient(server.port())) {
			long start = System.nanoTime();
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
			assertThat(this.filter.timedOut).hasValue(1);
			assertThat(this.filter.cancelled).hasValue(1);
			assertThat(this.filter.asked).hasValue(1);
			assertThat(client.get("/empty").read().status()).isEqualTo(204);
		}
	}

	@Test
	void aWaitMayEndInAnAnswerOfTheFilterOrInAnotherWait() {
		try (PipelineServer server = PipelineServer.with(this.filter);
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/teapot").read().body()).isEqualTo("short and stout");
			long start = System.nanoTime();
			assertThat(client.get("/again").read().status()).isNotEqualTo(503);
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(100_000_000);
			assertThat(this.filter.timedOut).hasValue(1);
			assertThat(client.get("/close").closed()).isTrue();
		}
	}

	@Test
	void aVerdictThatCannotBeMadeIsAnError() {
		try (PipelineServer server = PipelineServer.with(this.filter);
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/throws").read().status()).isEqualTo(500);
			assertThat(client.get("/null").read().status()).isEqualTo(500);
			assertThat(client.get("/teapot").read().body()).isEqualTo("short and stout");
		}
	}

	@Test
	void aVerdictInTimeStopsTheDeadline() {
		try (PipelineServer server = PipelineServer.with(this.filter);
				RawClient client = new RawClient(server.port())) {
			for (int i = 0; i < 200; i++) {
				assertThat(client.get("/resumed").read().body()).isEqualTo("elsewhere");
			}
			// The sweep that tells this wait would have told the others before.
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			assertThat(this.filter.timedOut).hasValue(1);
		}
	}

	@Test
	void aHundredThousandWaitsCostLessThan200BytesEach() {
		try (PipelineServer server = PipelineServer.with(this.filter);
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/measured").read().body()).isEqualTo("measured");
			assertThat(this.filter.bytes).hasValueBetween(1, 200);
			System.getLogger("footprint").log(System.Logger.Level.INFO, "{0} bytes", this.filter.bytes);
		}
	}

}
