package dev.millrace.exchange.syntax;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
 * Finding the ends of names and values in header lines, eight bytes at a time and one by
 * one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WordScanBenchmark {

	@Param({ "Host: localhost:8080", "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 "
			+ "(KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36" })
	String line;

	private byte[] bytes;

	private int end;

	@Setup
	public void fill() {
		byte[] text = (this.line + "\r\n").getBytes(StandardCharsets.US_ASCII);
		this.end = text.length;
		this.bytes = Arrays.copyOf(text, text.length + WordScan.SLACK);
	}

	@Benchmark
	public int words() {
		int colon = WordScan.name(this.bytes, 0, this.end);
		return WordScan.text(this.bytes, colon + 1, this.end);
	}

	@Benchmark
	public int bytes() {
		int colon = ScalarScan.name(this.bytes, 0, this.end);
		return ScalarScan.text(this.bytes, colon + 1, this.end);
	}

}
