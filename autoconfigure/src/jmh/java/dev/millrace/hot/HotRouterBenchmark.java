package dev.millrace.hot;

import java.util.concurrent.TimeUnit;

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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Finding the route of a path among many. Each path is a new string, as it is when it was
 * received, so that its hash is not known.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotRouterBenchmark {

	@Param({ "1", "100" })
	int routes;

	private final byte[] exact = "/api/0/status".getBytes();

	private final byte[] pattern = "/api/0/users/42".getBytes();

	private final byte[] unknown = "/api/0/other".getBytes();

	private HotTable table;

	@Setup
	public void fill() {
		HotRoutes all = new HotRoutes("", HotJson.NONE);
		for (int i = 0; i < this.routes; i++) {
			all.register(HotRoute.get("/api/" + i + "/status").permitAll().respond(HotResponse.text("up")),
					HotRoute.get("/api/" + i + "/users/{id}").permitAll().respond(HotResponse.text("user")));
		}
		this.table = all.table();
	}

	@SuppressWarnings("deprecation") // the quickest way to a new string
	private static String text(byte[] bytes) {
		return new String(bytes, 0, 0, bytes.length);
	}

	@Benchmark
	public Object exact() {
		return find(text(this.exact));
	}

	@Benchmark
	public Object pattern() {
		return find(text(this.pattern));
	}

	@Benchmark
	public Object unknown() {
		return find(text(this.unknown));
	}

	private Object find(String path) {
		return this.table.find(path, "GET");
	}

}
