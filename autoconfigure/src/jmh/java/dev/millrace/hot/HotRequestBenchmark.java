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
 * One read of requests through the pipeline: to a constant route, an immediate one and
 * one with a path variable, beside Netty's decoder alone on the same bytes. Figures are
 * for a whole read.
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

	@Param({ "decoder", "constant", "immediate", "pattern" })
	String kind;

	private HotPipeline pipeline;

	private ByteBuf requests;

	@Setup
	public void start() {
		this.requests = HotPipeline.get(this.kind.equals("pattern") ? "/hello/world" : "/" + this.kind, this.pipelined);
		this.pipeline = this.kind.equals("decoder") ? HotPipeline.decoderOnly()
				: HotPipeline.measured(HotRoute.get("/constant").permitAll().respond(HotResponse.text("Hello, World!")),
						HotRoute.get("/immediate").permitAll().handle((request) -> HotResponse.text("Hello, World!")),
						HotRoute.get("/hello/{name}")
							.permitAll()
							.handle((request) -> HotResponse.text("Hello, " + request.pathVariable("name") + "!")));
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
