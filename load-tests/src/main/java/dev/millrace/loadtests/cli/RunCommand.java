package dev.millrace.loadtests.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.JacksonException;
import dev.millrace.loadtests.plan.Placeholders;
import dev.millrace.loadtests.plan.Plan;
import dev.millrace.loadtests.report.ResultFiles;
import dev.millrace.loadtests.report.SuiteResult;
import dev.millrace.loadtests.suite.BeforeAfterSuite;
import dev.millrace.loadtests.suite.PlanSuite;
import dev.millrace.loadtests.suite.SimulationSuite;
import dev.millrace.loadtests.suite.SkippedSuite;
import dev.millrace.loadtests.suite.Suite;
import dev.millrace.loadtests.suite.SuiteContext;
import dev.millrace.loadtests.suite.Suites;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code run}.
 */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, abbreviateSynopsis = true,
		versionProvider = ProgramVersion.class,
		description = "Runs a suite, a plan against a running application, or a Gatling simulation.",
		footerHeading = "%nExamples:%n",
		footer = { "  run --suite smoke", "  run --suite smoke --runtime container", "  run --suite targets --rounds 5",
				"  run --suite compare --jar app.jar --path / --before=\"--millrace.enabled=false\" --after=\"--millrace.enabled=true\"",
				"  run --url http://localhost:8080 --plan load.yaml",
				"  run --url http://localhost:8080 --simulation com.acme.MySimulation --class-path target/test-classes" })
public final class RunCommand implements Callable<Integer> {

	@Spec
	private @Nullable CommandSpec spec;

	@Option(names = "--suite", paramLabel = "NAME",
			description = "smoke: does it work? targets: 10,000 connections, 100,000 requests a second. compare: all peers. "
					+ "sweep: connections and sizes of answers. scale: workers. scenarios: what users do.")
	private @Nullable String suite;

	@Option(names = "--path", paramLabel = "PATH", description = "What to ask for (with --jar, or --suite targets).")
	private @Nullable String path;

	@Option(names = "--jar", paramLabel = "JAR", description = "An executable jar of your own, with --suite compare.")
	private @Nullable Path jar;

	@Option(names = "--before", paramLabel = "ARGUMENTS",
			description = "Its command line at first, separated by spaces.")
	private String before = "";

	@Option(names = "--after", paramLabel = "ARGUMENTS",
			description = "Its command line afterwards, separated by spaces.")
	private String after = "";

	@Option(names = "--url", paramLabel = "URL", description = "An application that is already running.")
	private @Nullable URI url;

	@Option(names = "--plan", paramLabel = "FILE", description = "What to ask of it, as written by the command init.")
	private @Nullable Path plan;

	@Option(names = "--simulation", paramLabel = "CLASS",
			description = "A Gatling simulation of your own; gets the URL as -DbaseUrl.")
	private @Nullable String simulation;

	@Option(names = "--class-path", paramLabel = "PATH", description = "Where the simulation is found.")
	private String classPath = "";

	@Option(names = "--allow-remote", paramLabel = "HOST",
			description = "A host other than this one that may be put under load. Only with its owner's consent.")
	private List<String> allowedHosts = List.of();

	@Option(names = "--baseline", paramLabel = "FILE", description = "An earlier result.json to compare with.")
	private @Nullable Path baseline;

	@Option(names = "--output", paramLabel = "FOLDER", description = "Where results go.")
	private @Nullable Path output;

	@Mixin
	private SuiteOptions options = new SuiteOptions();

	@Mixin
	private RuntimeOptions runtime = new RuntimeOptions();

	@Override
	public Integer call() throws IOException {
		SuiteResult earlier = baseline();
		Suite chosen = choose();
		String name = (this.suite != null) ? this.suite : ((this.plan != null) ? "plan" : "simulation");
		this.runtime.requireSuite(name);
		SuiteContext context = this.options.context(name, this.output, TerminalProgress.ofThisTerminal());
		if (this.url != null) {
			context = context.notPinned();
		}
		RuntimeOptions.Choice choice = this.runtime.choose(context.layout().target());
		SuiteRunner runner = new SuiteRunner(name, context.with(choice.jars()), commandLine(),
				(this.url != null && !isLoopback(this.url)) ? "network" : "loopback");
		return runner.run(choice.skipped().<Suite>map((reason) -> new SkippedSuite(name, reason)).orElse(chosen),
				earlier);
	}

	private @Nullable SuiteResult baseline() throws IOException {
		requireFile("--baseline", this.baseline);
		if (this.baseline == null) {
			return null;
		}
		try {
			SuiteResult result = ResultFiles.read(this.baseline);
			if (result.schema() == SuiteResult.SCHEMA) {
				return result;
			}
		}
		catch (JacksonException ex) {
			// Told below
		}
		throw wrong("--baseline: " + this.baseline + " is not a result.json of this program");
	}

	private List<String> commandLine() {
		return (this.spec != null) ? this.spec.commandLine().getParseResult().originalArgs() : List.of();
	}

	private Suite choose() throws IOException {
		if (this.url != null) {
			requireAllowed(this.url);
			return forUrl(this.url);
		}
		if (this.suite == null) {
			throw wrong("Say what to run: --suite, or --url with --plan or --simulation");
		}
		if (this.jar != null) {
			requireFile("--jar", this.jar);
			if (!this.suite.equals("compare")) {
				throw wrong("--jar goes with --suite compare");
			}
			return new BeforeAfterSuite(this.jar, (this.path != null) ? this.path : "/", words(this.before),
					words(this.after));
		}
		String name = this.suite;
		return Suites.find(name, Optional.ofNullable(this.path))
			.orElseThrow(() -> wrong("No suite '%s' (expected: one of %s)".formatted(name, Suites.names())));
	}

	private Suite forUrl(URI target) throws IOException {
		if (this.simulation != null) {
			return new SimulationSuite(target, this.simulation, this.classPath);
		}
		if (this.plan == null) {
			throw wrong("--url goes with --plan or --simulation");
		}
		requireFile("--plan", this.plan);
		try {
			Plan read = Plan.read(this.plan);
			List<String> missing = new Placeholders(System.getenv()).missing(read);
			if (!missing.isEmpty()) {
				throw wrong("Environment variables of the plan are not set: " + missing);
			}
			return new PlanSuite(target, this.plan, read, this.options.rounds(1));
		}
		catch (JacksonException ex) {
			throw wrong(this.plan + " is not a plan: " + ex.getOriginalMessage());
		}
	}

	private void requireAllowed(URI target) {
		if (target.getHost() == null || target.getScheme() == null || !target.getScheme().startsWith("http")) {
			throw wrong("--url: '" + target + "' (expected: a URL such as http://localhost:8080)");
		}
		if (!isLoopback(target) && !this.allowedHosts.contains(target.getHost())) {
			throw wrong("%s is not this machine. Load on others needs their owner's consent; then add --allow-remote %s"
				.formatted(target.getHost(), target.getHost()));
		}
	}

	private static boolean isLoopback(URI target) {
		try {
			return InetAddress.getByName(target.getHost()).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private void requireFile(String option, @Nullable Path file) {
		if (file != null && !Files.isReadable(file)) {
			throw wrong(option + ": there is no " + file);
		}
	}

	private static List<String> words(String text) {
		return text.isBlank() ? List.of() : List.of(text.trim().split("\\s+"));
	}

	private RuntimeException wrong(String message) {
		return (this.spec != null) ? new ParameterException(this.spec.commandLine(), message)
				: new IllegalArgumentException(message);
	}

}
