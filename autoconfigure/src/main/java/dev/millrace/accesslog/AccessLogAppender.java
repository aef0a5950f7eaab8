package dev.millrace.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes the lines of the access log. Called by one thread, never by an event loop, so it
 * may block: lines are dropped then, and requests do not wait.
 */
@FunctionalInterface
public interface AccessLogAppender extends AutoCloseable {

	/**
	 * Takes lines.
	 * @param lines whole lines of printable ASCII, each with a line feed at its end;
	 * valid during the call
	 * @throws IOException if they are lost, which is counted and logged
	 */
	void append(ByteBuffer lines) throws IOException;

	@Override
	default void close() throws IOException {
	}

}
