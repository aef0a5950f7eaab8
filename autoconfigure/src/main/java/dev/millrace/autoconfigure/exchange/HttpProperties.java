package dev.millrace.autoconfigure.exchange;

import dev.millrace.exchange.syntax.StrictMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Which requests are refused, and what all responses carry.
 *
 * @param strict What is done with a request that breaks RFC 9110 or 9112. With 'auto',
 * whatever could make a proxy in front and this server disagree is refused, and the rest
 * is refused on hot routes only.
 * @param maxHeaderCount Number of header fields of an HTTP/1.1 request above which it is
 * answered with 431. When not set, only their size is limited.
 * @param maxBodySize Size of a request body above which it is answered with 413. When not
 * set, there is no limit.
 * @param dateHeader Whether responses carry the header 'Date'. One that the application
 * set is kept.
 * @param serverHeader Value of the header 'Server' of responses. One that the application
 * set is kept. When not set, none is added.
 */
@ConfigurationProperties("millrace.http")
public record HttpProperties(@DefaultValue("auto") StrictMode strict, @Nullable Integer maxHeaderCount,
		@Nullable DataSize maxBodySize, @DefaultValue("true") boolean dateHeader, @Nullable String serverHeader) {
}
