package dev.millrace.loadtests.suite;

/**
 * Something that can be run.
 */
public interface Suite {

	/**
	 * Runs.
	 * @param context where and how
	 * @param findings takes what is found
	 */
	void run(SuiteContext context, Findings findings);

}
