package dev.millrace.loadtests.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.verdict.Check;
import org.jspecify.annotations.Nullable;

/**
 * A result as one page that needs nothing else.
 */
public final class HtmlReport {

	private static final String HEAD = """
			<!DOCTYPE html>
			<html lang="en">
			<head>
			<meta charset="utf-8">
			<title>Load test</title>
			<style>
			body { font: 15px/1.5 system-ui, sans-serif; max-width: 1000px; margin: 2em auto; padding: 0 1em; color: #222; }
			table { border-collapse: collapse; margin: 1em 0; font-size: 14px; }
			th, td { text-align: left; padding: 4px 10px; border-bottom: 1px solid #ddd; }
			td { font-variant-numeric: tabular-nums; }
			.PASS { color: #176639; font-weight: 600; } .FAIL { color: #b3261e; font-weight: 600; }
			.INVALID { color: #8a5a00; font-weight: 600; } .NOT_APPLICABLE { color: #666; }
			svg { display: block; max-width: 100%; } svg text { font-size: 13px; fill: #222; }
			.bar { fill: #bcd4ea; } .dot { fill: #1f5f99; fill-opacity: .6; }
			.line { fill: none; stroke: #1f5f99; stroke-width: 2; }
			@media (prefers-color-scheme: dark) { body { background: #16181b; color: #ddd; } svg text { fill: #ddd; }
			th, td { border-color: #444; } .PASS { color: #6fd39b; } .FAIL { color: #ff8a80; } .INVALID { color: #ffcf70; } }
			</style>
			</head>
			<body>
			""";

	private HtmlReport() {
	}

	/**
	 * Renders a result.
	 * @param result the result
	 * @return the page
	 */
	public static String render(SuiteResult result) {
		StringBuilder page = new StringBuilder(HEAD);
		page.append("<h1>Load test: ").append(Html.escape(result.suite())).append("</h1>\n");
		page.append("<p>").append(Html.escape(MarkdownReport.environment(result))).append("</p>\n");
		if (!result.checks().isEmpty()) {
			page.append("<h2>Checks</h2>\n").append(MarkdownReport.checks(result.checks()).html());
			page.append("<ul>\n");
			for (Check check : result.checks()) {
				check.reasons().forEach((reason) -> item(page, check.name() + ": " + reason));
			}
			page.append("</ul>\n");
		}
		measurements(page, result);
		if (!result.comparisons().isEmpty()) {
			page.append("<h2>Comparisons</h2>\n").append(MarkdownReport.comparisons(result).html());
		}
		page.append("<ul>\n");
		result.servers()
			.stream()
			.filter((server) -> server.notApplicable() != null)
			.forEach((server) -> item(page, server.name() + " did not run: " + server.notApplicable()));
		result.notes().forEach((note) -> item(page, note));
		return page.append("</ul>\n</body>\n</html>\n").toString();
	}

	private static void measurements(StringBuilder page, SuiteResult result) {
		List<Summary> summaries = Summary.of(result.measurements());
		if (summaries.isEmpty()) {
			return;
		}
		page.append("<h2>Measurements</h2>\n").append(Summary.table(summaries).html());
		chart(page, "Requests a second, each round", summaries, Measurement::rate, "%,.0f");
		chart(page, "Server CPU per request in microseconds, each round", summaries,
				Measurement::serverMicrosPerRequest, "%.2f");
		for (Summary summary : summaries) {
			List<Long> perSecond = summary.first().result().perSecond();
			if (perSecond.size() > 2) {
				page.append("<h3>").append(Html.escape(summary.label())).append(", over time</h3>\n");
				page.append(Svg.line(perSecond));
			}
		}
	}

	private static void chart(StringBuilder page, String title, List<Summary> summaries,
			Function<Measurement, @Nullable Double> value, String format) {
		Map<String, double[]> series = new LinkedHashMap<>();
		for (Summary summary : summaries) {
			double[] values = summary.rounds()
				.stream()
				.map(value)
				.filter(Objects::nonNull)
				.mapToDouble(Double::doubleValue)
				.toArray();
			if (values.length > 0) {
				series.put(summary.label() + ", " + summary.first().connections(), values);
			}
		}
		if (!series.isEmpty()) {
			page.append("<h3>").append(title).append("</h3>\n").append(Svg.dots(series, format));
		}
	}

	private static void item(StringBuilder page, String text) {
		page.append("<li>").append(Html.escape(text)).append("</li>\n");
	}

}
