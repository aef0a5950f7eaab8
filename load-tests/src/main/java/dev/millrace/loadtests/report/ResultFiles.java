package dev.millrace.loadtests.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/**
 * The files of a result.
 *
 * @param directory the folder
 */
public record ResultFiles(Path directory) {

	private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

	/**
	 * Writes all of them.
	 * @param result the result
	 */
	public void write(SuiteResult result) {
		try {
			Files.createDirectories(this.directory);
			MAPPER.writeValue(this.directory.resolve("result.json").toFile(), result);
			Files.writeString(this.directory.resolve("summary.md"), MarkdownReport.render(result));
			Files.writeString(this.directory.resolve("report.html"), HtmlReport.render(result));
			Files.writeString(this.directory.resolve("junit.xml"), JunitReport.render(result));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads a result that was written before.
	 * @param file a {@code result.json}
	 * @return the result
	 * @throws IOException if it cannot be read
	 */
	public static SuiteResult read(Path file) throws IOException {
		return MAPPER.readValue(file.toFile(), SuiteResult.class);
	}

}
