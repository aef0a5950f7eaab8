package dev.millrace.loadtests.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.millrace.loadtests.stats.Bootstrap;

/**
 * Small charts as inline SVG.
 */
final class Svg {

	private static final int WIDTH = 760;

	private static final int LABELS = 190;

	private static final int ROW = 26;

	private static final int PLOT = WIDTH - LABELS - 90;

	private static final int LINE_HEIGHT = 180;

	private Svg() {
	}

	/**
	 * Draws a row of dots for each series, and a line at its median.
	 */
	static String dots(Map<String, double[]> series, String format) {
		double max = series.values().stream().flatMapToDouble(Arrays::stream).max().orElse(1);
		StringBuilder svg = open(series.size() * ROW + 10);
		int row = 0;
		for (Map.Entry<String, double[]> entry : series.entrySet()) {
			int y = row++ * ROW + 18;
			text(svg, 0, y + 4, entry.getKey());
			double median = Bootstrap.median(entry.getValue());
			svg.append(String.format(Locale.ROOT, "<rect x='%d' y='%d' width='%.1f' height='6' class='bar'/>%n", LABELS,
					y - 3, PLOT * median / max));
			for (double value : entry.getValue()) {
				svg.append(String.format(Locale.ROOT, "<circle cx='%.1f' cy='%d' r='4' class='dot'/>%n",
						LABELS + PLOT * value / max, y));
			}
			text(svg, LABELS + PLOT + 12, y + 4, String.format(Locale.ROOT, format, median));
		}
		return svg.append("</svg>\n").toString();
	}

	/**
	 * Draws a line over time.
	 */
	static String line(List<Long> perSecond) {
		long max = Math.max(1, perSecond.stream().mapToLong(Long::longValue).max().orElse(1));
		StringBuilder svg = open(LINE_HEIGHT + 20);
		StringBuilder points = new StringBuilder();
		for (int second = 0; second < perSecond.size(); second++) {
			double x = LABELS + PLOT * (second + 0.5) / perSecond.size();
			double y = 10 + LINE_HEIGHT * (1 - perSecond.get(second) / (double) max);
			points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
		}
		svg.append("<polyline class='line' points='").append(points).append("'/>\n");
		text(svg, 0, 14, String.format(Locale.ROOT, "%,d req/s", max));
		text(svg, 0, LINE_HEIGHT + 10, "0");
		return svg.append("</svg>\n").toString();
	}

	private static StringBuilder open(int height) {
		return new StringBuilder(String.format(Locale.ROOT, "<svg viewBox='0 0 %d %d' width='%d' height='%d'>%n", WIDTH,
				height, WIDTH, height));
	}

	private static void text(StringBuilder svg, int x, int y, String text) {
		svg.append("<text x='%d' y='%d'>%s</text>%n".formatted(x, y, Html.escape(text)));
	}

}
