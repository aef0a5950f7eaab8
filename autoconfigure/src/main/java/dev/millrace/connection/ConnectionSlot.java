package dev.millrace.connection;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A numbered place for one value in every {@link ServerConnection}, found by index
 * instead of by name. Made once, at start-up, and kept in a constant or a field of the
 * feature that owns it: numbers are not given back. A connection without values has no
 * array for them. Slots of connections and of exchanges are numbered apart, so that
 * neither makes the arrays of the other longer.
 *
 * @param <T> type of the value
 */
public final class ConnectionSlot<T> {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final int index = COUNT.getAndIncrement();

	/**
	 * Takes the next number. Each slot that was ever made lengthens the arrays of
	 * connections that have values, so it is made once, not per connection.
	 */
	public ConnectionSlot() {
	}

	/** Reads the value among those of a connection. */
	@SuppressWarnings("unchecked")
	@Nullable T read(@Nullable Object @Nullable [] values) {
		return (values != null && this.index < values.length) ? (T) values[this.index] : null;
	}

	/** Returns the values of a connection with a new one for this slot. */
	@Nullable Object @Nullable [] write(@Nullable Object @Nullable [] values, @Nullable T value) {
		if (values != null && this.index < values.length) {
			values[this.index] = value;
			return values;
		}
		if (value == null) {
			return values;
		}
		@Nullable Object[] larger = (values != null) ? Arrays.copyOf(values, COUNT.get()) : new Object[COUNT.get()];
		larger[this.index] = value;
		return larger;
	}

}
