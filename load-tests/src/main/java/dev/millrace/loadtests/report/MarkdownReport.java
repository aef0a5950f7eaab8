package dev.millrace.loadtests.report;

import java.util.List;
import java.util.Locale;

import dev.millrace.loadtests.report.SuiteResult.ServerInfo;
import dev.millrace.loadtests.verdict.Check;

/**
 * A result for people, fit for a CI job summary and for a terminal.
 */
public final class MarkdownReport {

	private MarkdownReport() {
	}

	/**
	 * Renders a result.
	 * @param result the result
	 * @return Markdown
	 */
	public static String render(SuiteResult result) {
		StringBuilder text = new StringBuilder();
		text.append("## Load test: ").append(result.suite()).append("\n\n");
		if (!result.checks().isEmpty()) {
			text.append(checks(result.checks()).markdown()).append('\n');
			for (Check check : result.checks()) {
				check.reasons()
					.forEach((
							reason) -> text.append("- ").append(check.name()).append(": ").append(reason).append('\n'));
			}
			text.append('\n');
		}
		if (!result.measurements().isEmpty()) {
			text.append(Summary.table(Summary.of(result.measurements())).markdown()).append('\n');
		}
		if (!result.comparisons().isEmpty()) {
			text.append(comparisons(result).markdown()).append('\n');
		}
		for (ServerInfo server : result.servers()) {
			if (server.notApplicable() != null) {
				text.append("- ")
					.append(server.name())
					.append(" did not run: ")
					.append(server.notApplicable())
					.append('\n');
			}
			server.problems()
				.forEach(
						(problem) -> text.append("- ").append(server.name()).append(": ").append(problem).append('\n'));
		}
		result.notes().forEach((note) -> text.append("- ").append(note).append('\n'));
		text.append('\n').append(environment(result)).append('\n');
		return text.toString();
	}

	static Table checks(List<Check> checks) {
		return new Table(List.of("verdict", "check", "found", "target"),
				checks.stream()
					.map((check) -> List.of(check.verdict().name(), check.name(), check.value(), check.target()))
					.toList());
	}

	static Table comparisons(SuiteResult result) {
		return new Table(List.of("metric", "ratio", "median [95 % interval]", "smallest meaningful", "shown"), result
			.comparisons()
			.stream()
			.map((info) -> List.of(info.metric(), info.after() + " / " + info.before(),
					info.comparison().ratio().toString(),
					String.format(Locale.ROOT, "%.1f %%", 100 * info.comparison().floor()), info.change().name()))
			.toList());
	}

	static String environment(SuiteResult result) {
		return String.format(Locale.ROOT,
				"%s, %.0f s, %s with %d processors (class %s), kernel %s, Java %s, %s, %s, runtime %s, exit code %d",
				result.startedAt(), result.seconds(), result.environment().machine().model(),
				result.environment().machine().processors(), result.environment().machineClass(),
				result.environment().machine().kernel(), result.environment().machine().java(),
				result.environment().placement(), result.environment().network(), result.environment().runtime(),
				result.exitCode());
	}

}
