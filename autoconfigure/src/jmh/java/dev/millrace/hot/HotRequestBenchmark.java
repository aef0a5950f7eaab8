package dev.millrace.hot;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One read of requests, with the heads of a load generator and with those of a browser, to
 * a constant route, an immediate one and one with a path variable: through Netty's decoder
 * alone, and through the pipeline without the byte lane and with it. Figures are for a
 * whole read.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = { "-Djmh.executor=CUSTOM", LoopExecutor.ARGUMENT })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotRequestBenchmark {

	@Param({ "1", "16" })
	int pipelined;

	@Param({ "/constant", "/immediate", "/hello/world" })
	String path;

	@Param({ "false", "true" })
	boolean browser;

	@Param({ "decoder", "object", "byte" })
	String lane;

	private HotPipeline pipeline;

	private ByteBuf requests;

	@Setup
	public void start() {
		this.requests = this.browser ? HotPipeline.browserGet(this.path, this.pipelined)
				: HotPipeline.get(this.path, this.pipelined);
		this.pipeline = switch (this.lane) {
			case "byte" -> HotPipeline.onBytes(routes());
			case "object" -> HotPipeline.measured(routes());
			default -> HotPipeline.decoderOnly();
		};
	}

	private static HotRoute[] routes() {
		return new HotRoute[] { HotRoute.get("/constant").permitAll().respond(HotResponse.text("Hello, World!")),
				HotRoute.get("/immediate").permitAll().handle((request) -> HotResponse.text("Hello, World!")),
				HotRoute.get("/hello/{name}")
					.permitAll()
					.handle((request) -> HotResponse.text("Hello, " + request.pathVariable("name") + "!")) };
	}

	@TearDown
	public void stop() {
		this.pipeline.close();
		this.requests.release();
	}

	@Benchmark
	public long read() {
		return this.pipeline.read(this.requests);
	}

}
