package dev.millrace.hot;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.hot.timing.HotRequestEnd;
import dev.millrace.worker.ServiceTimes;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted and handed over about hot requests.
 */
class HotRequestListenerTests {

	private final List<HotRequestEnd> asked = new ArrayList<>();

	private final List<Long> durations = new ArrayList<>();

	private final HotRequestListener listener = new HotRequestListener((end) -> {
		this.asked.add(end);
		return this.durations::add;
	});

	private final HotRoutes routes = new HotRoutes("", HotJson.NONE);

	@Test
	void everyDurationIsHandedOverWithinASecond() {
		this.routes.register(HotRoute.get("/a").permitAll().respond(HotResponse.text("a")));
		try (HotPipeline pipeline = HotPipeline.serving(this.routes, this.listener)) {
			read(pipeline, "/a", 100);
			assertThat(this.durations).isEmpty();
			pipeline.passSeconds(1);
			assertThat(this.durations).hasSize(100);
			read(pipeline, "/a", 1);
			pipeline.passSeconds(1);
			assertThat(this.durations).hasSize(101).allMatch((nanos) -> nanos > 0);
		}
	}

	@Test
	void durationsAreNotHoardedUnderLoad() {
		this.routes.register(HotRoute.get("/a").permitAll().respond(HotResponse.text("a")));
		try (HotPipeline pipeline = HotPipeline.serving(this.routes, this.listener)) {
			read(pipeline, "/a", 1000);
			assertThat(this.durations).hasSizeBetween(500, 999);
			pipeline.passSeconds(1);
			assertThat(this.durations).hasSize(1000);
		}
	}

	@Test
	void durationsAreHandedOverOnDemand() {
		this.routes.register(HotRoute.get("/a").permitAll().respond(HotResponse.text("a")));
		try (HotPipeline pipeline = HotPipeline.serving(this.routes, this.listener)) {
			read(pipeline, "/a", 3);
			this.listener.flush();
			pipeline.channel().runPendingTasks();
			assertThat(this.durations).hasSize(3);
		}
	}

	@Test
	void whereNoOneIsWaitedForAboutOneRequestInSixteenIsTimed() {
		this.routes.register(HotRoute.get("/a").permitAll().handle((request) -> HotResponse.text("a")));
		try (HotPipeline pipeline = HotPipeline.serving(this.routes, this.listener)) {
			for (int i = 0; i < 1600; i++) {
				read(pipeline, "/a", 1);
			}
			pipeline.passSeconds(1);
		}
		assertThat(this.durations).hasSize(1600);
		assertThat(runs()).hasSizeBetween(80, 120).allMatch((length) -> length >= 8);
		assertThat(runs().stream().distinct()).hasSizeGreaterThan(5);
		assertThat(snapshot().requests()).isEqualTo(1600);
	}

	@Test
	void whereSomeoneIsWaitedForEachRequestIsTimed() {
		this.routes.register(HotRoute.get("/a").permitAll().handleAsync((request) -> Mono.just(HotResponse.text("a"))));
		try (HotPipeline pipeline = HotPipeline.serving(this.routes, this.listener)) {
			read(pipeline, "/a", 160);
			pipeline.passSeconds(1);
		}
		assertThat(this.durations).hasSize(160);
		assertThat(runs()).hasSizeGreaterThan(140);
	}

	/** How many equal durations there were in a row; the last row may be cut. */
	private List<Integer> runs() {
		List<Integer> runs = new ArrayList<>();
		int length = 0;
		for (int i = 1; i < this.durations.size(); i++) {
			length++;
			if (!this.durations.get(i).equals(this.durations.get(i - 1))) {
				runs.add(length);
				length = 0;
			}
		}
		return runs;
	}

	@Test
	void aFinderThatThrowsIsAskedOnce() {
		HotRequestListener broken = new HotRequestListener((end) -> {
			this.asked.add(end);
			throw new IllegalStateException("broken");
		});
		this.routes.register(HotRoute.get("/a").permitAll().respond(HotResponse.text("a")));
		try (HotPipeline pipeline = HotPipeline.serving(this.routes, broken)) {
			read(pipeline, "/a", 3);
		}
		assertThat(this.asked).hasSize(1);
		assertThat(snapshot().requests()).isEqualTo(3);
	}

	@Test
	void timersAreAskedForOncePerKindOfEnd() {
		this.routes.register(HotRoute.get("/a/{id}").permitAll().handle((request) -> {
			if (request.pathVariable("id").equals("0")) {
				throw new IllegalStateException("zero");
			}
			return request.pathVariable("id").equals("1") ? HotResponse.status(404) : HotResponse.text("a");
		}));
		try (HotPipeline pipeline = HotPipeline.serving(this.routes, this.listener)) {
			for (int i = 0; i < 9; i++) {
				read(pipeline, "/a/" + i % 3, 1);
			}
		}
		assertThat(this.asked).extracting((end) -> end.exchange().status()).containsExactly(500, 404, 200);
		assertThat(this.asked.get(0).error()).isInstanceOf(IllegalStateException.class);
		assertThat(this.asked.get(1).error()).isNull();
		assertThat(this.asked).allMatch((end) -> end.pattern().equals("/a/{id}"));
		assertThat(snapshot().requests()).isEqualTo(9);
		assertThat(snapshot().errors()).isEqualTo(3);
	}

	@Test
	void percentilesAreKeptBetweenReadings() {
		this.routes.register(HotRoute.get("/a").permitAll().respond(HotResponse.text("a")));
		assertThat(snapshot().latency().count()).isZero();
		try (HotPipeline pipeline = HotPipeline.serving(this.routes, this.listener)) {
			read(pipeline, "/a", 100);
			ServiceTimes.Percentiles first = snapshot().latency();
			assertThat(first.count()).isBetween(4L, 13L);
			assertThat(first.maxMicros()).isGreaterThanOrEqualTo(first.p50Micros());
			assertThat(snapshot().latency()).isEqualTo(first);
		}
	}

	@Test
	void aRequestThatAFilterRefusesCounts() {
		this.routes.register(HotRoute.get("/a").permitAll().respond(HotResponse.text("a")));
		try (HotPipeline pipeline = HotPipeline.guarded(this.routes, 429, this.listener)) {
			read(pipeline, "/a", 2);
			pipeline.passSeconds(1);
		}
		assertThat(this.asked).singleElement().satisfies((end) -> assertThat(end.exchange().status()).isEqualTo(429));
		assertThat(this.durations).hasSize(2);
	}

	@Test
	void requestsThatNoHotRouteServesDoNotCount() {
		this.routes.register(HotRoute.get("/a").permitAll().respond(HotResponse.text("a")));
		try (HotPipeline pipeline = HotPipeline.serving(this.routes, this.listener)) {
			read(pipeline, "/b", 1);
			pipeline.passSeconds(1);
		}
		assertThat(this.asked).isEmpty();
		assertThat(snapshot().requests()).isZero();
	}

	private HotRouteSnapshot snapshot() {
		return this.routes.snapshots().get(0);
	}

	private static void read(HotPipeline pipeline, String path, int count) {
		ByteBuf requests = HotPipeline.get(path, count);
		pipeline.read(requests);
		requests.release();
	}

}
