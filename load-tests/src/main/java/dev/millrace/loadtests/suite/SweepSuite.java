package dev.millrace.loadtests.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import dev.millrace.loadtests.gen.Generator;
import dev.millrace.loadtests.gen.Load;
import dev.millrace.loadtests.measure.Bench;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.measure.RunningServer;
import dev.millrace.loadtests.sut.Server;
import dev.millrace.loadtests.sut.Launch;
import dev.millrace.loadtests.sut.Nginx;
import dev.millrace.loadtests.sut.SpringBootJar;
import dev.millrace.loadtests.sut.Sut;
import dev.millrace.loadtests.sut.Suts;

/**
 * Connections against size of answers: 1,000, 10,000 and as many as descriptors allow,
 * with 64 bytes and 3 KB. The size comes from {@code /hello/NAME}, so the request grows
 * along.
 */
final class SweepSuite implements Suite {

	private static final int[] SIZES = { 64, 3072 };

	private static final int[] CONNECTIONS = { 1000, 10_000 };

	/**
	 * Outgoing connections from one address end at the range of ports, 28,232 by default.
	 */
	private static final int PORT_CEILING = 28_000;

	@Override
	public void run(SuiteContext context, Findings findings) {
		try (Bench bench = context.bench()) {
			List<RunningServer> servers = new ArrayList<>();
			for (Sut sut : List.<Sut>of(Suts.STOCK, Suts.TUNED, new Nginx())) {
				context.start(bench, sut, findings).ifPresent(servers::add);
			}
			Generator generator = context.throughputGenerator();
			servers.forEach((server) -> context.warmUp(bench, server, generator));
			for (int connections : connections(context)) {
				for (int size : SIZES) {
					List<RunningServer> sized = servers.stream().map((server) -> sized(server, size)).toList();
					measure(context, bench, generator, sized, connections, size, findings);
				}
			}
		}
	}

	private static int[] connections(SuiteContext context) {
		if (context.options().quick()) {
			return new int[] { 100 };
		}
		int ceiling = Math.min(PORT_CEILING, context.machine().connectionCeiling());
		return IntStream.concat(IntStream.of(CONNECTIONS), IntStream.of(ceiling))
			.filter((connections) -> connections <= ceiling)
			.distinct()
			.toArray();
	}

	private static RunningServer sized(RunningServer server, int size) {
		String path = "/hello/" + "x".repeat(size - "Hello, !".length());
		String name = server.name() + "-" + size + "B";
		Sut sut = (server.sut() instanceof SpringBootJar jar) ? jar.at(name, path)
				: new Asked(name, server.sut(), path);
		return new RunningServer(sut, server.server(), server.allocations(), server.problems());
	}

	private static void measure(SuiteContext context, Bench bench, Generator generator, List<RunningServer> servers,
			int connections, int size, Findings findings) {
		List<Measurement> rounds = bench.rounds(servers, generator,
				(server) -> new Load(server.url(), connections, context.options().duration()),
				context.options().rounds());
		findings.measurements(rounds);
		for (RunningServer server : servers) {
			List<Measurement> own = rounds.stream().filter((round) -> round.server().equals(server.name())).toList();
			double rate = own.stream().mapToDouble(Measurement::rate).average().orElse(0);
			findings.note(String.format(Locale.ROOT, "%s, %,d connections: %.1f MB/s of bodies", server.name(),
					connections, rate * size / 1e6));
			Measurement worst = own.stream()
				.max((a, b) -> Long.compare(a.result().errorCount(), b.result().errorCount()))
				.orElseThrow();
			findings.check(context.checks()
				.errors(String.format(Locale.ROOT, "%s, %,d connections", server.name(), connections), worst,
						server.problems()));
		}
	}

	/**
	 * A server asked for something else.
	 */
	private record Asked(String name, Sut sut, String path) implements Sut {

		@Override
		public String description() {
			return this.sut.description();
		}

		@Override
		public Server start(Launch launch) {
			return this.sut.start(launch);
		}

	}

}
