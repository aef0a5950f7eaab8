package dev.millrace.loadtests.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table that can be read as it is and as Markdown.
 *
 * @param headers the names of the columns
 * @param rows the cells
 */
record Table(List<String> headers, List<List<String>> rows) {

	String markdown() {
		List<Integer> widths = IntStream.range(0, this.headers.size()).map(this::width).boxed().toList();
		List<String> lines = new ArrayList<>();
		lines.add(line(this.headers, widths));
		lines.add(widths.stream().map("-"::repeat).collect(Collectors.joining(" | ", "| ", " |")));
		this.rows.forEach((row) -> lines.add(line(row, widths)));
		return String.join("\n", lines) + "\n";
	}

	String html() {
		StringBuilder html = new StringBuilder("<table>\n<tr>");
		this.headers.forEach((header) -> html.append("<th>").append(Html.escape(header)).append("</th>"));
		html.append("</tr>\n");
		for (List<String> row : this.rows) {
			html.append("<tr>");
			row.forEach((cell) -> html.append("<td%s>".formatted(Html.cssClass(cell)))
				.append(Html.escape(cell))
				.append("</td>"));
			html.append("</tr>\n");
		}
		return html.append("</table>\n").toString();
	}

	private int width(int column) {
		return IntStream
			.concat(IntStream.of(this.headers.get(column).length()),
					this.rows.stream().mapToInt((row) -> row.get(column).length()))
			.max()
			.orElse(1);
	}

	private static String line(List<String> cells, List<Integer> widths) {
		return IntStream.range(0, cells.size())
			.mapToObj((column) -> cells.get(column).replace("|", "/")
					+ " ".repeat(widths.get(column) - cells.get(column).length()))
			.collect(Collectors.joining(" | ", "| ", " |"));
	}

}
