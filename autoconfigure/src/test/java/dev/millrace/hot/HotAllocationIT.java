package dev.millrace.hot;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocalThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much garbage a hot request makes, beyond what Netty's decoder makes of the same
 * bytes, and on the byte lane in all. Counted and timed as in an application with meters.
 * Runs without escape analysis, which would remove an object here and not there as
 * inlining goes, and without leak detection.
 */
class HotAllocationIT {

	private static final Logger logger = LoggerFactory.getLogger(HotAllocationIT.class);

	private static final int WARM_UP = 20_000;

	private static final int REQUESTS = 20_000;

	private static final int ROUNDS = 5;

	private static final long CONSTANT_LIMIT = 100;

	private static final long PATTERN_LIMIT = 600;

	@ParameterizedTest
	@ValueSource(ints = { 1, 16 })
	void constantRequestsMakeLittleGarbage(int pipelined) {
		HotRoute route = HotRoute.get("/plaintext").permitAll().respond(HotResponse.text("Hello, World!"));
		assertThat(beyondDecoder(route, "/plaintext", pipelined)).isBetween(0L, CONSTANT_LIMIT);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 16 })
	void constantRequestsMakeNoGarbageOnTheByteLane(int pipelined) {
		HotRoute route = HotRoute.get("/plaintext").permitAll().respond(HotResponse.text("Hello, World!"));
		long bytes = onLoopThread(() -> perRequest(() -> HotPipeline.onBytes(route), "/plaintext", pipelined));
		logger.info("{} {}, pipelined x{}, byte lane: {} B a request", route.kind(), route, pipelined, bytes);
		assertThat(bytes).isZero();
	}

	@Test
	void requestsWithAPathVariableMakeBoundedGarbage() {
		HotRoute route = HotRoute.get("/hello/{name}")
			.permitAll()
			.handle((request) -> HotResponse.text("Hello, " + request.pathVariable("name") + "!"));
		assertThat(beyondDecoder(route, "/hello/world", 1)).isBetween(0L, PATTERN_LIMIT);
	}

	private static long beyondDecoder(HotRoute route, String path, int pipelined) {
		long decoder = onLoopThread(() -> perRequest(HotPipeline::decoderOnly, path, pipelined));
		long hot = onLoopThread(() -> perRequest(() -> HotPipeline.measured(route), path, pipelined));
		logger.info("{} {}, pipelined x{}: {} B a request beyond the {} B of Netty's decoder", route.kind(), route,
				pipelined, hot - decoder, decoder);
		return hot - decoder;
	}

	/** The least of some rounds, as a round may meet what happens once. */
	private static long perRequest(Supplier<HotPipeline> supplier, String path, int pipelined) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long thread = Thread.currentThread().getId();
		ByteBuf requests = HotPipeline.get(path, pipelined);
		try (HotPipeline pipeline = supplier.get()) {
			read(pipeline, requests, WARM_UP / pipelined);
			long least = Long.MAX_VALUE;
			for (int round = 0; round < ROUNDS; round++) {
				long before = threads.getThreadAllocatedBytes(thread);
				read(pipeline, requests, REQUESTS / pipelined);
				least = Math.min(least, (threads.getThreadAllocatedBytes(thread) - before) / REQUESTS);
			}
			return least;
		}
		finally {
			requests.release();
		}
	}

	private static void read(HotPipeline pipeline, ByteBuf requests, int times) {
		for (int i = 0; i < times; i++) {
			pipeline.read(requests);
		}
	}

	/** Event loops run on threads of this kind, for which Netty has quicker ways. */
	private static long onLoopThread(Supplier<Long> measurement) {
		CompletableFuture<Long> result = CompletableFuture.supplyAsync(measurement,
				(task) -> new FastThreadLocalThread(task).start());
		return result.join();
	}

}
