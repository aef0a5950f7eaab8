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
 * One read of requests through the pipeline with the byte lane and without: to a constant
 * route, an immediate one and one with a path variable, with the heads of a load
 * generator and with those of a browser. Figures are for a whole read.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = { "-Djmh.executor=CUSTOM", LoopExecutor.ARGUMENT })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotByteLaneBenchmark {

	@Param({ "1", "16" })
	int pipelined;

	@Param({ "/constant", "/immediate", "/hello/world" })
	String path;

	@Param({ "false", "true" })
	boolean browser;

	@Param({ "object", "byte" })
	String lane;

	private HotPipeline pipeline;

	private ByteBuf requests;

	@Setup
	public void start() {
		HotRoute[] routes = { HotRoute.get("/constant").permitAll().respond(HotResponse.text("Hello, World!")),
				HotRoute.get("/immediate").permitAll().handle((request) -> HotResponse.text("Hello, World!")),
				HotRoute.get("/hello/{name}")
					.permitAll()
					.handle((request) -> HotResponse.text("Hello, " + request.pathVariable("name") + "!")) };
		this.requests = this.browser ? HotPipeline.browserGet(this.path, this.pipelined)
				: HotPipeline.get(this.path, this.pipelined);
		this.pipeline = this.lane.equals("byte") ? HotPipeline.onBytes(routes) : HotPipeline.measured(routes);
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
