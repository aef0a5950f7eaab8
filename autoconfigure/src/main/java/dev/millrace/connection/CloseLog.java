package dev.millrace.connection;

import dev.millrace.worker.CloseReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs one line for each connection that ends, at the level DEBUG.
 */
final class CloseLog {

	private static final Logger logger = LoggerFactory.getLogger("millrace.connections");

	private CloseLog() {
	}

	static void closed(ServerConnection connection, CloseReason reason) {
		if (logger.isDebugEnabled()) {
			ConnectionSnapshot last = connection.snapshot(System.nanoTime(), System.currentTimeMillis());
			logger.debug("closed id={} reason={} ageMillis={} bytesIn={} bytesOut={} requests={}", last.id(),
					reason.id(), System.currentTimeMillis() - last.acceptedAtMillis(), last.bytesIn(), last.bytesOut(),
					last.requests());
		}
	}

}
