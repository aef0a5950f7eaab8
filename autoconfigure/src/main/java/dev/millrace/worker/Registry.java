package dev.millrace.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * The values of one kind that an application knows: those of Millrace, then those that
 * features have registered, at most 256. Each registration and each return replaces the
 * array of the values as a whole, so a reader sees one state or the next. Safe for use by
 * any thread; registration takes a lock and is not for event loops.
 *
 * @param <V> type of the values
 */
public abstract sealed class Registry<V extends Registered<V>> permits Guards, CloseReasons {

	/** How many values there are at most. */
	public static final int CAPACITY = 256;

	private final Object lock = new Object();

	private final String kind;

	private final int builtIn;

	private final List<Listener<V>> listeners = new CopyOnWriteArrayList<>();

	/** By index; {@code null} where an index is free. */
	private volatile List<@Nullable V> values;

	Registry(String kind, List<V> builtIn) {
		this.kind = kind;
		this.builtIn = builtIn.size();
		this.values = new ArrayList<>(builtIn);
	}

	/**
	 * Returns the values that are registered now.
	 * @return an immutable list, those of Millrace first
	 */
	public final List<V> values() {
		List<V> present = new ArrayList<>();
		for (V value : this.values) {
			if (value != null) {
				present.add(value);
			}
		}
		return List.copyOf(present);
	}

	/**
	 * Calls a listener for each value that is registered, and from then on whenever one
	 * is registered or given back.
	 * @param listener the listener, called by the thread that makes the change, under the
	 * lock of this registry
	 */
	public final void listen(Listener<V> listener) {
		synchronized (this.lock) {
			this.listeners.add(listener);
			values().forEach(listener::registered);
		}
	}

	/**
	 * Gives a value back. Reports leave it out from now on, and its index can be taken by
	 * another value, whose counters begin at zero. Code that still counts the value has
	 * no effect once the index is taken. Giving back a value twice changes nothing.
	 * @param value a value that was registered here
	 * @throws IllegalArgumentException if the value belongs to Millrace or to another
	 * registry
	 */
	public final void giveBack(V value) {
		synchronized (this.lock) {
			if (value.isGivenBack()) {
				return;
			}
			int index = value.index();
			if (index < this.builtIn || index >= this.values.size() || this.values.get(index) != value) {
				throw new IllegalArgumentException("The " + this.kind + " '" + value.id()
						+ "' cannot be given back: it was not registered here by a feature");
			}
			value.giveBack();
			replace(index, null);
			notifyAll((listener) -> listener.givenBack(value));
		}
	}

	final V add(String id, IntFunction<V> maker) {
		synchronized (this.lock) {
			List<@Nullable V> current = this.values;
			for (V value : current) {
				if (value != null && value.id().equals(id)) {
					throw new IllegalArgumentException("There is a " + this.kind + " '" + id
							+ "' already: choose another name, or give that one back first");
				}
			}
			int free = current.indexOf(null);
			int index = (free >= 0) ? free : current.size();
			if (index >= CAPACITY) {
				throw new IllegalStateException("The " + this.kind + " '" + id + "' cannot be registered: all "
						+ CAPACITY + " are taken; features must give back those that they no longer use");
			}
			V added = maker.apply(index);
			replace(index, added);
			notifyAll((listener) -> listener.registered(added));
			return added;
		}
	}

	private void replace(int index, @Nullable V value) {
		List<@Nullable V> next = new ArrayList<>(this.values);
		if (index == next.size()) {
			next.add(value);
		}
		else {
			next.set(index, value);
		}
		this.values = next;
	}

	private void notifyAll(Consumer<Listener<V>> event) {
		this.listeners.forEach(event);
	}

	/**
	 * Learns which values there are.
	 *
	 * @param <V> type of the values
	 */
	public interface Listener<V> {

		/**
		 * A value is registered.
		 * @param value the value
		 */
		void registered(V value);

		/**
		 * A value was given back.
		 * @param value the value
		 */
		void givenBack(V value);

	}

}
