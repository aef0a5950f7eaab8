package dev.millrace.autoconfigure.accesslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import dev.millrace.accesslog.AccessLogAppender;
import dev.millrace.accesslog.AccessLogSettings;
import dev.millrace.accesslog.FileAppender;
import dev.millrace.accesslog.LoggerAppender;
import dev.millrace.accesslog.PathPatterns;
import dev.millrace.accesslog.Selection;
import dev.millrace.accesslog.StatusCodes;
import dev.millrace.autoconfigure.PropertyChecks;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Turns properties into settings of the access log.
 *
 * @param properties the properties
 */
record AccessLogMapper(AccessLogProperties properties) {

	private static final String PREFIX = "millrace.access-log.";

	private static final DataSize SMALLEST_BUFFER = DataSize.ofKilobytes(128);

	AccessLogSettings toSettings() {
		return new AccessLogSettings(this.properties.format(), this.properties.address(), this.properties.headers(),
				Set.copyOf(this.properties.queryParameters()), selection());
	}

	private Selection selection() {
		PathPatterns included = PropertyChecks.parse(PREFIX + "include-paths", this.properties.includePaths(),
				() -> new PathPatterns(this.properties.includePaths()));
		PathPatterns excluded = PropertyChecks.parse(PREFIX + "exclude-paths", this.properties.excludePaths(),
				() -> new PathPatterns(this.properties.excludePaths()));
		StatusCodes statuses = PropertyChecks.parse(PREFIX + "statuses", this.properties.statuses(),
				() -> new StatusCodes(this.properties.statuses()));
		double sampling = this.properties.sampling();
		PropertyChecks.check(sampling >= 0 && sampling <= 1, PREFIX + "sampling", sampling,
				"must be from 0 to 1, such as 0.01 for one request in a hundred");
		return new Selection(included, excluded, statuses, sampling);
	}

	long toBufferBytes() {
		DataSize buffer = this.properties.buffer();
		PropertyChecks.check(buffer.compareTo(SMALLEST_BUFFER) >= 0, PREFIX + "buffer", buffer,
				"must be at least 128KB");
		return buffer.toBytes();
	}

	AccessLogAppender toAppender() {
		Path file = this.properties.file();
		if (file == null) {
			return new LoggerAppender();
		}
		Path directory = file.toAbsolutePath().getParent();
		PropertyChecks.check(directory == null || Files.isDirectory(directory), PREFIX + "file", file,
				"is to lie in '%s', which is not a directory; make it, or write a path in another one"
					.formatted(directory));
		try {
			return new FileAppender(file);
		}
		catch (IOException ex) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "file", file,
					"cannot be written (%s)".formatted(ex), ex);
		}
	}

}
