package dev.millrace.exchange;

import java.util.Set;

import dev.millrace.exchange.syntax.WatchedField;
import org.jspecify.annotations.Nullable;

/**
 * Knows the routes that are answered straight from the bytes of their requests. It is
 * asked only about requests that can be read in one way: GET or HEAD of a path in
 * HTTP/1.1, no body, one valid {@code Host}, nothing that changes what follows. Called on
 * event loops.
 */
public interface ByteLane {

	/** Answers nothing. */
	ByteLane NONE = new ByteLane() {

		@Override
		public boolean active() {
			return false;
		}

		@Override
		public @Nullable ByteRoute find(byte[] bytes, int start, int end, boolean head) {
			return null;
		}

	};

	/**
	 * Tells whether there is any such route. Asked before bytes are looked at.
	 * @return whether it is worth while
	 */
	boolean active();

	/**
	 * Finds the route of a request.
	 * @param bytes holds the request target, visible ASCII characters that begin with a
	 * slash; not to be kept or changed
	 * @param start where the target begins
	 * @param end where the target ends
	 * @param head whether the method is HEAD, else it is GET
	 * @return the route, or {@code null} to let Netty's parser read the request
	 */
	@Nullable ByteRoute find(byte[] bytes, int start, int end, boolean head);

	/**
	 * Names header fields of requests that a {@link ByteRoute} may not want to answer
	 * from bytes. Asked once on each event loop, when it reads its first request.
	 * @return the fields, none by default
	 */
	default Set<WatchedField> watched() {
		return Set.of();
	}

}
