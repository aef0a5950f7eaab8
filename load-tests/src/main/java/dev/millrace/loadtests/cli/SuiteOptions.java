package dev.millrace.loadtests.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.millrace.loadtests.machine.CpuSet;
import dev.millrace.loadtests.machine.Machine;
import dev.millrace.loadtests.machine.Placement;
import dev.millrace.loadtests.machine.Programs;
import dev.millrace.loadtests.measure.Progress;
import dev.millrace.loadtests.suite.Options;
import dev.millrace.loadtests.suite.SuiteContext;
import dev.millrace.loadtests.sut.JarLauncher;
import dev.millrace.loadtests.sut.Layout;
import dev.millrace.loadtests.verdict.Targets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options of every command that measures.
 */
final class SuiteOptions {

	private static final int ROUNDS = 20;

	@Option(names = "--rounds", paramLabel = "N", description = "How often each server is measured: 20, a plan once.")
	private @Nullable Integer rounds;

	@Option(names = "--starts", paramLabel = "N", defaultValue = "3",
			description = "In how many parts the rounds are divided (with --jar); the servers are started again for each (${DEFAULT-VALUE}).")
	private int starts;

	@Option(names = "--seconds", paramLabel = "N", defaultValue = "2",
			description = "How long each time (${DEFAULT-VALUE}).")
	private int seconds;

	@Option(names = "--warm-up-seconds", paramLabel = "N", defaultValue = "15",
			description = "How long each server is warmed up (${DEFAULT-VALUE}).")
	private int warmUpSeconds;

	@Option(names = "--connections", paramLabel = "N", defaultValue = "64",
			description = "Connections of throughput measurements (${DEFAULT-VALUE}).")
	private int connections;

	@Option(names = "--hold-seconds", paramLabel = "N", defaultValue = "20",
			description = "How long held connections are kept (${DEFAULT-VALUE}).")
	private int holdSeconds;

	@Option(names = "--target-connections", paramLabel = "N",
			description = "Connections to hold, where it is not to be the 10,000 of targets.yaml.")
	private @Nullable Integer targetConnections;

	@Option(names = "--target-rate", paramLabel = "N",
			description = "Requests a second, where it is not to be the 100,000 of targets.yaml.")
	private @Nullable Double targetRate;

	@Option(names = "--quick", description = "As short as possible: shows that everything works, and nothing else.")
	private boolean quick;

	@Option(names = "--starve",
			description = "Puts the generator on the processors of the server, to see that it is noticed.")
	private boolean starve;

	@Option(names = "--server-arg", paramLabel = "ARGUMENT",
			description = "One more argument for the tuned sample application.")
	private List<String> serverArguments = List.of();

	@Option(names = "--sample-app", paramLabel = "JAR",
			description = "Another executable jar of the sample application.")
	private @Nullable Path sampleApp;

	SuiteContext context(String suite, @Nullable Path output, Progress progress) {
		positive("--rounds", rounds(ROUNDS));
		positive("--starts", this.starts);
		positive("--seconds", this.seconds);
		positive("--connections", this.connections);
		Layout layout = (this.sampleApp != null) ? Layout.locate().withSampleApp(this.sampleApp) : Layout.locate();
		Path directory = (output != null) ? output : layout.target().resolve("results").resolve(suite);
		Placement placement = Placement.split(CpuSet.available(), Programs.find("taskset").isPresent());
		return new SuiteContext(layout, Machine.current(), placement, targets(), options(), directory.toAbsolutePath(),
				progress, JarLauncher.forked("jvm"));
	}

	/**
	 * Return how often to measure.
	 * @param unlessTold the number where nothing was said
	 * @return the number of rounds
	 */
	int rounds(int unlessTold) {
		return (this.rounds != null) ? this.rounds : unlessTold;
	}

	private static void positive(String option, int value) {
		if (value < 1) {
			throw new IllegalArgumentException(option + ": " + value + " (expected: at least 1)");
		}
	}

	private Targets targets() {
		Targets targets = Targets.load();
		return targets.with((this.targetConnections != null) ? this.targetConnections : targets.connections(),
				(this.targetRate != null) ? this.targetRate : targets.requestsPerSecond());
	}

	private Options options() {
		return this.quick
				? new Options(2, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), this.connections,
						Duration.ofSeconds(5), true, this.starve, this.serverArguments)
				: new Options(rounds(ROUNDS), this.starts, Duration.ofSeconds(this.seconds),
						Duration.ofSeconds(this.warmUpSeconds), this.connections, Duration.ofSeconds(this.holdSeconds),
						false, this.starve, this.serverArguments);
	}

}
