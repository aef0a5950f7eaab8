package dev.millrace.exchange;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.millrace.exchange.syntax.WatchedField;
import org.jspecify.annotations.Nullable;

/**
 * Knows the routes that are answered straight from the bytes of their requests. It is
 * asked only about requests that can be read in one way: GET or HEAD of a path in
 * HTTP/1.1, no body, one valid {@code Host}, no field that changes how the message or the
 * next one is read. Beans of this type are asked in their order, up to the first that has
 * a route. Where listeners must see exchanges, as all do that are no
 * {@link ByteLaneListener}, a lane is to give {@link ByteRoute#EXCHANGE} in place of a
 * route with an answer. Called on event loops.
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
	 * Asks several lanes in order, up to the first that has a route.
	 * @param lanes the lanes
	 * @return asks them all
	 */
	static ByteLane inOrder(List<ByteLane> lanes) {
		List<ByteLane> ordered = new ArrayList<>(lanes);
		ordered.remove(NONE);
		if (ordered.size() < 2) {
			return ordered.isEmpty() ? NONE : ordered.get(0);
		}
		return new ByteLane() {

			@Override
			public boolean active() {
				boolean active = false;
				for (int i = 0; i < ordered.size(); i++) {
					active |= ordered.get(i).active();
				}
				return active;
			}

			@Override
			public @Nullable ByteRoute find(byte[] bytes, int start, int end, boolean head) {
				ByteRoute found = null;
				for (int i = 0; i < ordered.size() && found == null; i++) {
					ByteLane lane = ordered.get(i);
					found = lane.active() ? lane.find(bytes, start, end, head) : null;
				}
				return found;
			}

			@Override
			public Set<WatchedField> watched() {
				Set<WatchedField> watched = EnumSet.noneOf(WatchedField.class);
				ordered.forEach((lane) -> watched.addAll(lane.watched()));
				return watched;
			}

		};
	}

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
