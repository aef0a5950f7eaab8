package dev.millrace.loadtests.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.millrace.loadtests.gen.Generator;
import dev.millrace.loadtests.gen.Load;
import dev.millrace.loadtests.gen.LoadResult;
import dev.millrace.loadtests.probe.AllocationProbe;
import dev.millrace.loadtests.probe.UsageMeter;
import dev.millrace.loadtests.process.ChildProcess;
import dev.millrace.loadtests.process.LaunchException;
import dev.millrace.loadtests.sut.EpollReference;
import dev.millrace.loadtests.sut.Server;
import dev.millrace.loadtests.sut.Launch;
import dev.millrace.loadtests.sut.Nginx;
import dev.millrace.loadtests.sut.Sut;
import org.jspecify.annotations.Nullable;

/**
 * Starts servers, puts load on them and measures. Whatever it has started it ends when it
 * is closed.
 */
public final class Bench implements AutoCloseable {

	private static final Duration GRACE = Duration.ofSeconds(30);

	private static final int POLLS_PER_SAMPLE = 4;

	private static final long SEED = 4711;

	private final Launch launch;

	private final Progress progress;

	private final List<RunningServer> servers = new ArrayList<>();

	private final Random random = new Random(SEED);

	private int runs;

	/**
	 * Creates a bench.
	 * @param launch where and how servers are started
	 * @param progress told what happens
	 */
	public Bench(Launch launch, Progress progress) {
		this.launch = launch;
		this.progress = progress;
	}

	/**
	 * Return how servers are started.
	 * @return the launch
	 */
	public Launch launch() {
		return this.launch;
	}

	/**
	 * Starts a server and looks at its answers.
	 * @param sut what to start
	 * @return the server
	 * @throws LaunchException if it does not start or does not answer
	 */
	public RunningServer start(Sut sut) {
		this.progress.live("starting " + sut.name());
		Server server = sut.start(this.launch);
		RunningServer running = new RunningServer(sut, server, allocations(sut, server), List.of());
		this.servers.add(running);
		List<String> problems = sut.problems(server, this.launch);
		problems.forEach((problem) -> this.progress.note(sut.name() + ": " + problem));
		return new RunningServer(sut, server, running.allocations(), problems);
	}

	private static @Nullable AllocationProbe allocations(Sut sut, Server server) {
		if (sut instanceof Nginx || sut instanceof EpollReference) {
			return null;
		}
		try {
			return server.pid().isPresent() ? AllocationProbe.attach(server.pid().getAsLong()) : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Puts load on a server.
	 * @param target the server
	 * @param generator makes the load
	 * @param load what to ask for
	 * @return what was measured
	 * @throws LaunchException if the server dies or the generator fails
	 */
	public Measurement measure(RunningServer target, Generator generator, Load load) {
		Path log = this.launch.directory().resolve("generator-%03d-%s.log".formatted(++this.runs, target.name()));
		OptionalLong allocatedBefore = allocated(target);
		List<String> command = this.launch.placement().generator(generator.command(load));
		try (ChildProcess process = ChildProcess.start(command, log)) {
			UsageMeter meter = new UsageMeter(target.server().pid(), process.pid());
			await(process, meter, target, load, () -> progress(generator, log));
			if (!target.server().isAlive()) {
				throw target.server().failure("(" + target.name() + ") has died under load");
			}
			LoadResult result = generator.result(Files.readString(log))
				.orElseThrow(() -> process.failure("(" + generator.name() + ") has no result"));
			OptionalLong allocatedAfter = allocated(target);
			return new Measurement(target.name(), generator.name(), generator.threads(), load.connections(),
					load.pipelining(), load.rate(), result, meter.usage(),
					(allocatedBefore.isPresent() && allocatedAfter.isPresent())
							? Long.valueOf(allocatedAfter.getAsLong() - allocatedBefore.getAsLong()) : null);
		}
		catch (IOException ex) {
			throw new LaunchException("Cannot read " + log, ex);
		}
	}

	private void await(ChildProcess process, UsageMeter meter, RunningServer target, Load load,
			Supplier<String> attained) {
		long start = System.nanoTime();
		long deadline = start + load.total().plus(GRACE).toNanos();
		for (int polls = 0; process.isAlive(); polls++) {
			if (polls % POLLS_PER_SAMPLE == 0) {
				meter.sample();
				double seconds = (System.nanoTime() - start) / 1e9;
				this.progress.live(String.format(Locale.ROOT, "%s: %.1f of %.0f s, %d connections%s", target.name(),
						seconds, load.total().toMillis() / 1000.0, load.connections(), attained.get()));
			}
			if (System.nanoTime() > deadline) {
				throw process.failure("(generator) did not end");
			}
			process.pause();
		}
	}

	private static String progress(Generator generator, Path log) {
		try {
			return generator.progress(Files.readString(log))
				.map((answers) -> String.format(Locale.ROOT, ", %,.0f req/s, %,d errors",
						answers.answered() / answers.seconds(), answers.failed()))
				.orElse("");
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static OptionalLong allocated(RunningServer target) {
		return (target.allocations() != null) ? target.allocations().bytes() : OptionalLong.empty();
	}

	/**
	 * Measures several servers in turn, in another order each time, so that whatever
	 * drifts meets all of them.
	 * @param targets the servers
	 * @param generator makes the load
	 * @param load what to ask of each
	 * @param rounds how often
	 * @return all measurements in the order in which they were made
	 */
	public List<Measurement> rounds(List<RunningServer> targets, Generator generator,
			Function<RunningServer, Load> load, int rounds) {
		List<Measurement> measurements = new ArrayList<>();
		for (int round = 1; round <= rounds; round++) {
			List<RunningServer> order = new ArrayList<>(targets);
			Collections.shuffle(order, this.random);
			for (RunningServer target : order) {
				Measurement measurement = measure(target, generator, load.apply(target));
				measurements.add(measurement);
				this.progress.note(String.format(Locale.ROOT, "round %d of %d  %-18s %,12.0f req/s  %s errors", round,
						rounds, target.name(), measurement.rate(), measurement.result().errorCount()));
			}
		}
		return measurements;
	}

	@Override
	public void close() {
		stopServers();
	}

	/**
	 * Ends all servers; others may be started then.
	 */
	public void stopServers() {
		RuntimeException failure = null;
		for (RunningServer server : this.servers) {
			try {
				server.close();
			}
			catch (RuntimeException ex) {
				failure = ex;
			}
		}
		this.servers.clear();
		if (failure != null) {
			throw failure;
		}
	}

}
