package dev.millrace.loadtests.suite;

import dev.millrace.loadtests.verdict.Check;

/**
 * Stands for a suite that cannot run here.
 *
 * @param name the name of the suite
 * @param reason why not
 */
public record SkippedSuite(String name, String reason) implements Suite {

	@Override
	public void run(SuiteContext context, Findings findings) {
		findings.check(Check.notApplicable("suite " + this.name, "to be run", this.reason));
	}

}
