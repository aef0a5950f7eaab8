package dev.millrace.loadtests.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import dev.millrace.loadtests.report.MarkdownReport;
import dev.millrace.loadtests.report.ResultFiles;
import dev.millrace.loadtests.report.SuiteResult;
import dev.millrace.loadtests.report.SuiteResult.Environment;
import dev.millrace.loadtests.suite.BaselineCheck;
import dev.millrace.loadtests.suite.Findings;
import dev.millrace.loadtests.suite.Suite;
import dev.millrace.loadtests.suite.SuiteContext;
import dev.millrace.loadtests.verdict.Check;
import dev.millrace.loadtests.verdict.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * Runs a suite, writes what it found and says how it ended.
 *
 * @param name the name of the suite
 * @param context where and how it runs
 * @param command the command line, for the record
 * @param network what the load goes over
 */
record SuiteRunner(String name, SuiteContext context, List<String> command, String network) {

	int run(Suite suite, @Nullable SuiteResult earlier) {
		Instant start = Instant.now();
		this.context.progress().note("suite " + this.name + ", " + this.context.placement().describe());
		Findings findings = new Findings();
		try {
			suite.run(this.context, findings);
		}
		catch (RuntimeException ex) {
			findings.check(Check.of("the suite runs to its end", false, "it did not", "no error",
					List.of(String.valueOf(ex.getMessage()))));
			new ResultFiles(this.context.directory()).write(result(start, findings, ExitCode.ENVIRONMENT));
			throw ex;
		}
		if (earlier != null) {
			BaselineCheck.run(earlier, this.context.machine(), findings,
					this.context.targets().bounds().cpuOverBaseline());
		}
		ExitCode exitCode = ExitCode.of(findings.checks());
		SuiteResult result = result(start, findings, exitCode);
		ResultFiles files = new ResultFiles(this.context.directory());
		files.write(result);
		this.context.progress().note("");
		this.context.progress().note(MarkdownReport.render(result));
		this.context.progress().note("Results: " + files.directory());
		return exitCode.code();
	}

	private SuiteResult result(Instant start, Findings findings, ExitCode exitCode) {
		double seconds = ChronoUnit.MILLIS.between(start, Instant.now()) / 1000.0;
		Environment environment = new Environment(this.context.machine(),
				this.context.targets().machineClass(this.context.machine().processors()).name(),
				this.context.placement().describe(), this.context.jars().describe(), this.network);
		return new SuiteResult(SuiteResult.SCHEMA, this.name, start.truncatedTo(ChronoUnit.SECONDS).toString(), seconds,
				this.command, environment, exitCode.code(), findings.checks(), findings.servers(),
				findings.calibration(), findings.comparisons(), findings.measurements(), findings.notes());
	}

}
