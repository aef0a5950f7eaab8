package dev.millrace.loadtests.verdict;

import java.util.List;

/**
 * One question with its answer.
 *
 * @param name what was asked
 * @param verdict the answer
 * @param value what was found, in words
 * @param target what was to be reached, in words
 * @param reasons why the answer is what it is
 */
public record Check(String name, Verdict verdict, String value, String target, List<String> reasons) {

	/**
	 * Creates a check with copies.
	 */
	public Check {
		reasons = List.copyOf(reasons);
	}

	/**
	 * Return a check that this machine cannot make.
	 * @param name what was to be asked
	 * @param target what was to be reached
	 * @param reason why not
	 * @return the check
	 */
	public static Check notApplicable(String name, String target, String reason) {
		return new Check(name, Verdict.NOT_APPLICABLE, "not measured", target, List.of(reason));
	}

	/**
	 * Return a check that passes or fails.
	 * @param name what was asked
	 * @param passed whether it was reached
	 * @param value what was found
	 * @param target what was to be reached
	 * @param problems why it cannot count, if so
	 * @return the check
	 */
	public static Check of(String name, boolean passed, String value, String target, List<String> problems) {
		Verdict verdict = passed ? Verdict.PASS : Verdict.FAIL;
		return new Check(name, problems.isEmpty() ? verdict : Verdict.INVALID, value, target, problems);
	}

}
