package dev.millrace.loadtests.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import dev.millrace.loadtests.suite.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command {@code demo}.
 */
@Command(name = "demo", mixinStandardHelpOptions = true, versionProvider = ProgramVersion.class,
		abbreviateSynopsis = true,
		description = "Stock and Millrace side by side for a minute: load, dripping clients, a flood of connections.")
public final class DemoCommand implements Callable<Integer> {

	@Mixin
	private SuiteOptions options = new SuiteOptions();

	@Option(names = "--length", paramLabel = "SECONDS", defaultValue = "60",
			description = "How long the show lasts, once the servers are warm (${DEFAULT-VALUE}). Slow clients are cut off after 10 s, "
					+ "so much less than 60 shows no difference.")
	private int length;

	@Override
	public Integer call() {
		return new SuiteRunner("demo", this.options.context("demo", null, TerminalProgress.ofThisTerminal()),
				List.of("demo"), "loopback")
			.run(new Demo(Duration.ofSeconds(this.length)), null);
	}

}
