package dev.millrace.accesslog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each line to the logger {@code millrace.access}, at level INFO.
 */
public final class LoggerAppender implements AccessLogAppender {

	private static final Logger logger = LoggerFactory.getLogger("millrace.access");

	@Override
	public void append(ByteBuffer lines) {
		if (logger.isInfoEnabled()) {
			StandardCharsets.US_ASCII.decode(lines).toString().lines().forEach(logger::info);
		}
	}

}
