package dev.millrace.loadtests.report;

import java.util.Locale;

import dev.millrace.loadtests.verdict.Check;
import dev.millrace.loadtests.verdict.Verdict;

/**
 * A result in the format of JUnit, which every CI shows.
 */
public final class JunitReport {

	private JunitReport() {
	}

	/**
	 * Renders a result.
	 * @param result the result
	 * @return XML
	 */
	public static String render(SuiteResult result) {
		StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
		xml.append(String.format(Locale.ROOT,
				"<testsuite name=\"load-tests.%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"%.1f\">%n",
				Html.escape(result.suite()), result.checks().size(), count(result, Verdict.FAIL),
				count(result, Verdict.INVALID), count(result, Verdict.NOT_APPLICABLE), result.seconds()));
		for (Check check : result.checks()) {
			xml.append("  <testcase classname=\"load-tests.%s\" name=\"%s\">".formatted(Html.escape(result.suite()),
					Html.escape(check.name())));
			String message = Html.escape(
					"%s, target %s. %s".formatted(check.value(), check.target(), String.join("; ", check.reasons())));
			switch (check.verdict()) {
				case PASS -> xml.append("<system-out>").append(message).append("</system-out>");
				case FAIL -> xml.append("<failure message=\"").append(message).append("\"/>");
				case INVALID -> xml.append("<error type=\"invalid\" message=\"").append(message).append("\"/>");
				case NOT_APPLICABLE -> xml.append("<skipped message=\"").append(message).append("\"/>");
			}
			xml.append("</testcase>\n");
		}
		return xml.append("</testsuite>\n").toString();
	}

	private static long count(SuiteResult result, Verdict verdict) {
		return result.checks().stream().filter((check) -> check.verdict() == verdict).count();
	}

}
