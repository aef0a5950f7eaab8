package dev.millrace.loadtests.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import dev.millrace.loadtests.suite.Calibration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The command {@code calibrate}.
 */
@Command(name = "calibrate", mixinStandardHelpOptions = true,
		description = "Finds out what the generators can do here, with a server that costs nothing.")
public final class CalibrateCommand implements Callable<Integer> {

	@Mixin
	private SuiteOptions options = new SuiteOptions();

	@Override
	public Integer call() throws IOException {
		return new SuiteRunner("calibrate", this.options.context("calibrate", null, TerminalProgress.ofThisTerminal()),
				List.of("calibrate"), "loopback")
			.run(new Calibration(), null);
	}

}
