package dev.millrace.loadtests.cli;

import java.util.List;
import java.util.concurrent.Callable;

import dev.millrace.loadtests.suite.Calibration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The command {@code calibrate}.
 */
@Command(name = "calibrate", mixinStandardHelpOptions = true, versionProvider = ProgramVersion.class,
		abbreviateSynopsis = true,
		description = "Finds out what the generators can do here, with a server that costs nothing.")
public final class CalibrateCommand implements Callable<Integer> {

	@Mixin
	private SuiteOptions options = new SuiteOptions();

	@Override
	public Integer call() {
		return new SuiteRunner("calibrate", this.options.context("calibrate", null, TerminalProgress.ofThisTerminal()),
				List.of("calibrate"), "loopback")
			.run(new Calibration(), null);
	}

}
