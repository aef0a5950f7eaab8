package dev.millrace.loadtests.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import dev.millrace.loadtests.gen.Latency;
import dev.millrace.loadtests.gen.Latency.Basis;
import dev.millrace.loadtests.gen.Load;
import dev.millrace.loadtests.measure.Bench;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.measure.RunningServer;
import dev.millrace.loadtests.probe.LatencyProbe;
import dev.millrace.loadtests.raw.Crowd;
import dev.millrace.loadtests.sut.Suts;
import dev.millrace.loadtests.verdict.Check;
import org.jspecify.annotations.Nullable;

/**
 * Stock and Millrace side by side for a minute: load, then clients that drip, then a
 * flood of connections. A show, not a measurement: it judges only whether both came
 * through.
 */
public final class Demo implements Suite {

	private static final int DRIPPING = 1000;

	private static final int FLOOD = 3000;

	private static final int PROBE_RATE = 100;

	private static final int LOAD_ROUNDS = 2;

	private final Duration length;

	/**
	 * Creates a demo.
	 * @param length how long it lasts, starting and warming up the servers not counted
	 */
	public Demo(Duration length) {
		this.length = length;
	}

	@Override
	public void run(SuiteContext context, Findings findings) {
		try (Bench bench = context.bench()) {
			RunningServer stock = context.start(bench, Suts.STOCK, findings).orElseThrow();
			RunningServer webFlux = context.start(bench, Suts.TUNED_WEBFLUX, findings).orElseThrow();
			RunningServer hot = new RunningServer(Suts.TUNED, webFlux.server(), webFlux.allocations(),
					webFlux.problems());
			List<RunningServer> both = List.of(stock, webFlux);
			List.of(stock, webFlux, hot).forEach((server) -> warmUp(context, bench, server));
			load(context, bench, List.of(stock, webFlux, hot), findings);
			crowd(context, both, DRIPPING, true, this.length.dividedBy(4), findings);
			crowd(context, both, FLOOD, false, this.length.dividedBy(12), findings);
			for (RunningServer server : both) {
				findings.check(Check.of(server.name() + " came through", server.server().isAlive(),
						server.server().isAlive() ? "alive" : "dead", "alive", server.problems()));
			}
		}
	}

	private void warmUp(SuiteContext context, Bench bench, RunningServer server) {
		context.progress().note("warming up " + server.name());
		bench.measure(server, context.ownGenerator(),
				new Load(server.url(), context.options().connections(), this.length.dividedBy(6)));
	}

	private void load(SuiteContext context, Bench bench, List<RunningServer> servers, Findings findings) {
		context.progress().note("1. Load: " + context.options().connections() + " connections, as fast as it goes");
		Duration each = this.length.dividedBy(3L * servers.size() * LOAD_ROUNDS);
		List<Measurement> rounds = bench.rounds(servers, context.ownGenerator(),
				(server) -> new Load(server.url(), context.options().connections(), each), LOAD_ROUNDS);
		findings.measurements(rounds);
		context.checks().disturbances(rounds).forEach(findings::note);
	}

	private void crowd(SuiteContext context, List<RunningServer> servers, int size, boolean dripping, Duration each,
			Findings findings) {
		String what = String.format(Locale.ROOT,
				dripping ? "%,d clients that drip one byte a second" : "a flood of %,d connections", size);
		context.progress().note((dripping ? "2. " : "3. ") + what + ", and a healthy client beside them");
		for (RunningServer server : servers) {
			String outcome = crowd(context, server, size, dripping, each);
			context.progress().note("   " + outcome);
			findings.note(what + ": " + outcome);
		}
	}

	private String crowd(SuiteContext context, RunningServer server, int size, boolean dripping, Duration each) {
		InetSocketAddress address = new InetSocketAddress(server.server().baseUrl().getHost(),
				server.server().baseUrl().getPort());
		long end = System.nanoTime() + each.toNanos();
		try (Crowd crowd = new Crowd(address, size, dripping);
				LatencyProbe probe = LatencyProbe.start(server.url(), PROBE_RATE)) {
			while (System.nanoTime() < end) {
				crowd.run(Duration.ofMillis(250));
				context.progress()
					.live(String.format(Locale.ROOT, "%s: %,d open, %,d refused, %,d closed by the server",
							server.name(), crowd.established(), crowd.refused(), crowd.closedByServer()));
			}
			Latency latency = Latency.of(probe.takeHistogram(), Basis.INTENDED);
			return String.format(Locale.ROOT,
					"%-18s %,5d open at the end, %,5d closed by the server, %,d refused; healthy client: p99 %.2f ms, %d errors",
					server.name(), crowd.established(), crowd.closedByServer(), crowd.refused(),
					(latency != null) ? millis(latency.p99()) : Double.NaN, probe.errors());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static double millis(@Nullable Double micros) {
		return (micros != null) ? micros / 1000 : Double.NaN;
	}

}
