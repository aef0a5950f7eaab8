package dev.millrace.loadtests.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import dev.millrace.loadtests.gen.Latency;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.stats.Bootstrap;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of one server with one load, in one line.
 *
 * @param rounds measurements that differ in nothing but chance
 */
record Summary(List<Measurement> rounds) {

	private static final List<String> HEADERS = List.of("server", "connections", "req/s", "spread", "server CPU us/req",
			"allocated B/req", "mean ms", "p50 ms", "p99 ms", "RSS MB", "errors");

	static List<Summary> of(List<Measurement> measurements) {
		Map<List<Object>, List<Measurement>> groups = new LinkedHashMap<>();
		for (Measurement measurement : measurements) {
			groups
				.computeIfAbsent(List.of(measurement.server(), measurement.generator(), measurement.connections(),
						measurement.pipelining(), measurement.requestedRate()), (key) -> new ArrayList<>())
				.add(measurement);
		}
		return groups.values().stream().map(Summary::new).toList();
	}

	static Table table(List<Summary> summaries) {
		return new Table(HEADERS, summaries.stream().map(Summary::row).toList());
	}

	Measurement first() {
		return this.rounds.get(0);
	}

	String label() {
		Measurement first = first();
		StringBuilder label = new StringBuilder(first.server());
		if (first.openLoop()) {
			label.append(String.format(Locale.ROOT, " at %,.0f/s", first.requestedRate()));
		}
		if (first.pipelining() > 1) {
			label.append(" pipelined x").append(first.pipelining());
		}
		return label.toString();
	}

	private List<String> row() {
		double[] rates = this.rounds.stream().mapToDouble(Measurement::rate).toArray();
		double rate = Bootstrap.median(rates);
		double spread = 0;
		for (double each : rates) {
			spread = Math.max(spread, (rate > 0) ? Math.abs(each / rate - 1) : 0);
		}
		long errors = this.rounds.stream().mapToLong((round) -> round.result().errorCount()).sum();
		return List.of(label(), String.valueOf(first().connections()), String.format(Locale.ROOT, "%,.0f", rate),
				String.format(Locale.ROOT, "%.1f %%", 100 * spread),
				median(Measurement::serverMicrosPerRequest, "%.2f", 1),
				median(Measurement::allocatedBytesPerRequest, "%,.0f", 1), time(Latency::mean), time(Latency::p50),
				time(Latency::p99), median((round) -> kilobytes(round), "%,.0f", 1 / 1024.0), String.valueOf(errors));
	}

	private static @Nullable Double kilobytes(Measurement round) {
		Long kilobytes = round.usage().serverPeakKilobytes();
		return (kilobytes != null) ? Double.valueOf(kilobytes) : null;
	}

	private String time(Function<Latency, @Nullable Double> value) {
		return median((round) -> {
			Latency latency = round.result().latency();
			return (latency != null) ? value.apply(latency) : null;
		}, "%.2f", 1e-3);
	}

	private String median(Function<Measurement, @Nullable Double> value, String format, double factor) {
		double[] values = this.rounds.stream()
			.map(value)
			.filter(Objects::nonNull)
			.mapToDouble((each) -> each * factor)
			.toArray();
		return (values.length == 0) ? "not available" : String.format(Locale.ROOT, format, Bootstrap.median(values));
	}

}
