package dev.millrace.loadtests.suite;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.millrace.loadtests.gen.Generator;
import dev.millrace.loadtests.gen.Load;
import dev.millrace.loadtests.gen.OwnGenerator;
import dev.millrace.loadtests.gen.WrkGenerator;
import dev.millrace.loadtests.machine.CpuSet;
import dev.millrace.loadtests.machine.Machine;
import dev.millrace.loadtests.machine.Placement;
import dev.millrace.loadtests.measure.Bench;
import dev.millrace.loadtests.measure.Progress;
import dev.millrace.loadtests.measure.RunningServer;
import dev.millrace.loadtests.sut.JarLauncher;
import dev.millrace.loadtests.sut.Launch;
import dev.millrace.loadtests.sut.Layout;
import dev.millrace.loadtests.sut.Sut;
import dev.millrace.loadtests.verdict.Checks;
import dev.millrace.loadtests.verdict.Targets;

/**
 * Where and how a suite runs.
 *
 * @param layout where the programs are
 * @param machine the machine
 * @param placement the processors of server and generator
 * @param targets what is to be reached
 * @param options what the caller has changed
 * @param directory where results and logs go
 * @param progress told what happens
 * @param jars where the sample application runs
 */
public record SuiteContext(Layout layout, Machine machine, Placement placement, Targets targets, Options options,
		Path directory, Progress progress, JarLauncher jars) {

	/**
	 * Return this context with the sample application somewhere else.
	 * @param jars where it runs
	 * @return the context
	 */
	public SuiteContext with(JarLauncher jars) {
		return new SuiteContext(this.layout, this.machine, this.placement, this.targets, this.options, this.directory,
				this.progress, jars);
	}

	/**
	 * Return this context for a server that is not ours to place.
	 * @return the context
	 */
	public SuiteContext notPinned() {
		return new SuiteContext(this.layout, this.machine, Placement.shared(CpuSet.available()), this.targets,
				this.options, this.directory, this.progress, this.jars);
	}

	Bench bench() {
		return bench(this.placement);
	}

	Bench bench(Placement where) {
		Placement used = this.options.starve() ? where.starved() : where;
		return new Bench(new Launch(this.layout, used, this.directory.resolve("logs"), this.jars), this.progress);
	}

	Checks checks() {
		return new Checks(this.targets);
	}

	/**
	 * Return the generator that can do most here.
	 */
	Generator throughputGenerator() {
		int threads = this.placement.generator().size();
		Optional<Generator> wrk = WrkGenerator.find(threads).map(Function.identity());
		return wrk.orElseGet(this::ownGenerator);
	}

	OwnGenerator ownGenerator() {
		return OwnGenerator.ofThisClassPath(this.placement.generator().size());
	}

	Load load(URI url) {
		return new Load(url, this.options.connections(), this.options.duration());
	}

	/**
	 * Starts a server unless it cannot run here.
	 */
	Optional<RunningServer> start(Bench bench, Sut sut, Findings findings) {
		Optional<String> reason = sut.unavailable();
		if (reason.isPresent()) {
			this.progress.note(sut.name() + " cannot run here: " + reason.get());
			findings.server(sut, reason.get(), List.of());
			return Optional.empty();
		}
		RunningServer server = bench.start(sut);
		findings.server(sut, null, server.problems());
		return Optional.of(server);
	}

	/**
	 * Warms a server up, then lets it rest: its compiler has work left to do.
	 */
	void warmUp(Bench bench, RunningServer server, Generator generator) {
		this.progress.note("warming up " + server.name());
		bench.measure(server, generator, new Load(server.url(), this.options.connections(), this.options.warmUp()));
	}

}
