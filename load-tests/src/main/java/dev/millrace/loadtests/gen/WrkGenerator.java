package dev.millrace.loadtests.gen;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.millrace.loadtests.gen.Latency.Basis;
import dev.millrace.loadtests.machine.Programs;
import org.jspecify.annotations.Nullable;

/**
 * wrk: the cheapest generator for each request, good for throughput only. It sends the
 * next request when the last one is answered and knows no schedule.
 *
 * @param program where it is installed
 * @param threads how many threads it may use
 */
public record WrkGenerator(Path program, int threads) implements Generator {

	private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ([\\d.]+)(us|ms|s|m|h)");

	private static final Pattern SOCKET_ERRORS = Pattern
		.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

	private static final Pattern STATUS_ERRORS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

	private static final Map<String, Double> MICROS = Map.of("us", 1.0, "ms", 1e3, "s", 1e6, "m", 6e7, "h", 3.6e9);

	/**
	 * Finds wrk.
	 * @param threads how many threads it may use
	 * @return the generator, absent if it is not installed
	 */
	public static Optional<WrkGenerator> find(int threads) {
		return Programs.find("wrk").map((program) -> new WrkGenerator(program, threads));
	}

	@Override
	public String name() {
		return "wrk";
	}

	@Override
	public List<String> command(Load load) {
		if (load.openLoop() || load.pipelining() > 1) {
			throw new IllegalArgumentException("wrk has neither a schedule nor, by itself, pipelining");
		}
		long seconds = Math.max(1, load.total().toSeconds());
		return List.of(this.program.toString(), "--threads", String.valueOf(this.threads), "--connections",
				String.valueOf(Math.max(this.threads, load.connections())), "--duration", seconds + "s", "--latency",
				load.url().toString());
	}

	@Override
	public Optional<LoadResult> result(String output) {
		Matcher total = TOTAL.matcher(output);
		if (!total.find()) {
			return Optional.empty();
		}
		long requests = Long.parseLong(total.group(1));
		double seconds = micros(total.group(2), total.group(3)) / 1e6;
		Map<String, Long> errors = errors(output);
		long failed = errors.getOrDefault("status", 0L);
		return Optional
			.of(new LoadResult(requests - failed, errors, seconds, requests, latency(output), null, List.of(), null));
	}

	private static Map<String, Long> errors(String output) {
		Map<String, Long> errors = new LinkedHashMap<>();
		Matcher socket = SOCKET_ERRORS.matcher(output);
		if (socket.find()) {
			errors.put("connect", Long.valueOf(socket.group(1)));
			errors.put("read", Long.valueOf(socket.group(2)));
			errors.put("write", Long.valueOf(socket.group(3)));
			errors.put("timeout", Long.valueOf(socket.group(4)));
		}
		Matcher status = STATUS_ERRORS.matcher(output);
		if (status.find()) {
			errors.put("status", Long.valueOf(status.group(1)));
		}
		errors.values().removeIf((count) -> count == 0);
		return errors;
	}

	private static Latency latency(String output) {
		return new Latency(Basis.SENT, time(output, "Latency +"), time(output, "50% +"), time(output, "90% +"),
				time(output, "99% +"), null, null, null);
	}

	private static @Nullable Double time(String output, String label) {
		Matcher matcher = Pattern.compile("(?m)^ *" + label + "([\\d.]+)(us|ms|s|m|h)").matcher(output);
		return matcher.find() ? Double.valueOf(micros(matcher.group(1), matcher.group(2))) : null;
	}

	private static double micros(String value, String unit) {
		return Double.parseDouble(value) * MICROS.getOrDefault(unit, 1.0);
	}

}
