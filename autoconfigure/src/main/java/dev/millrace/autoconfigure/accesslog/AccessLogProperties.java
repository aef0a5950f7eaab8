package dev.millrace.autoconfigure.accesslog;

import java.nio.file.Path;
import java.util.List;

import dev.millrace.accesslog.AccessLogFormat;
import dev.millrace.accesslog.AddressDetail;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * A line for every request, hot or not.
 *
 * @param enabled Whether there is an access log.
 * @param format What a line looks like.
 * @param file File that lines are appended to, in a directory that is there. When not
 * set, they go to the logger 'millrace.access'.
 * @param address How much of a client's address is written.
 * @param headers Request headers that are written, with the format 'json' only.
 * @param queryParameters Names of query parameters whose values are written. Those of all
 * others are replaced by '*'.
 * @param includePaths Paths that are written, such as '/api/**'. When not set, all are.
 * @param excludePaths Paths that are not written, such as '/health'.
 * @param statuses Status codes and classes that are written, such as '404' and '5xx'.
 * When not set, all are.
 * @param sampling Share of these requests that is written, from 0 to 1.
 * @param buffer Memory for lines that wait to be written. When it is full, lines are
 * dropped and counted.
 */
@ConfigurationProperties("millrace.access-log")
public record AccessLogProperties(@DefaultValue("false") boolean enabled,
		@DefaultValue("combined") AccessLogFormat format, @Nullable Path file,
		@DefaultValue("full") AddressDetail address, @DefaultValue List<String> headers,
		@DefaultValue List<String> queryParameters, @DefaultValue List<String> includePaths,
		@DefaultValue List<String> excludePaths, @DefaultValue List<String> statuses,
		@DefaultValue("1") double sampling, @DefaultValue("4MB") DataSize buffer) {
}
