package dev.millrace.exchange;

import java.util.List;

import dev.millrace.exchange.syntax.LogText;
import dev.millrace.worker.LogLimit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs answers whose {@code Content-Length} is not the length of their body, at most one
 * line a second: each of them is a fault of the application. Safe for use by any thread.
 */
public final class LengthLog {

	private static final Logger logger = LoggerFactory.getLogger(LengthLog.class);

	private static final LogLimit limit = new LogLimit();

	private LengthLog() {
	}

	static void exceeded(Exchange exchange, long announced) {
		if (limit.count() > 0) {
			logger.error("{} was answered with more than the {} bytes of its Content-Length: the rest was dropped",
					name(exchange), announced);
		}
	}

	static void missed(Exchange exchange, long announced, long sent) {
		if (limit.count() > 0) {
			logger.error("{} was answered with {} of the {} bytes of its Content-Length: the answer was broken off",
					name(exchange), sent, announced);
		}
	}

	static void invalid(Exchange exchange, List<String> values) {
		if (limit.count() > 0) {
			logger.error("{} was answered with an invalid Content-Length, which was removed: {}", name(exchange),
					LogText.printable(values.toString()));
		}
	}

	public static void raw(Exchange exchange, RawMessage message) {
		if (limit.count() > 0) {
			logger.error("{} was answered with raw bytes that are not one whole response: Content-Length {}, body {}",
					name(exchange), message.contentLength(), message.bodyLength());
		}
	}

	private static String name(Exchange exchange) {
		String route = exchange.route();
		return (route != null) ? exchange + " in route " + route : exchange.toString();
	}

}
