package dev.millrace.worker;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One object for each registered value, found by the index of the value: two reads of an
 * array and one comparison, no hash, no allocation but for the first time. Grows for
 * values that are registered after it was made. An object belongs to one value for ever:
 * when the index of a value is taken by another, that one gets an object of its own, and
 * the value that was given back finds nothing any more. Safe for use by any thread.
 *
 * @param <V> type of the registered values
 * @param <T> type of the objects
 */
public final class RegisteredMap<V extends Registered<V>, T> {

	private final Supplier<T> maker;

	/**
	 * By index. An array is not changed once it is here: a new value, which is rare, gets
	 * a longer or changed copy. So readers of other threads see whole entries without a
	 * fence on the side of the event loop.
	 */
	private final AtomicReference<@Nullable Entry<V, T>[]> entries;

	/**
	 * Creates an empty map.
	 * @param maker makes the object of a value when it is asked for the first time
	 */
	@SuppressWarnings({ "rawtypes", "unchecked" })
	public RegisteredMap(Supplier<T> maker) {
		this.maker = maker;
		this.entries = new AtomicReference<>(new Entry[0]);
	}

	/**
	 * Finds the object of a value.
	 * @param value the value
	 * @return its object, made now if this is the first time; {@code null} if the value
	 * was given back and its index is used for another one here
	 */
	public @Nullable T get(V value) {
		@Nullable Entry<V, T>[] current = this.entries.get();
		int index = value.index();
		Entry<V, T> entry = (index < current.length) ? current[index] : null;
		return (entry != null && entry.owner == value) ? entry.object : add(value);
	}

	private @Nullable T add(V value) {
		Entry<V, T> made = new Entry<>(value, this.maker.get());
		int index = value.index();
		while (true) {
			@Nullable Entry<V, T>[] current = this.entries.get();
			Entry<V, T> entry = (index < current.length) ? current[index] : null;
			if (entry != null && !entry.owner.isOlderThan(value)) {
				return (entry.owner == value) ? entry.object : null;
			}
			@Nullable Entry<V, T>[] next = Arrays.copyOf(current, Math.max(current.length, index + 1));
			next[index] = made;
			if (this.entries.compareAndSet(current, next)) {
				return made.object;
			}
		}
	}

	/**
	 * Does something with the object of each value that was not given back.
	 * @param action what to do, in the order of the indexes
	 */
	void forEach(BiConsumer<V, T> action) {
		for (Entry<V, T> entry : this.entries.get()) {
			if (entry != null && !entry.owner.isGivenBack()) {
				action.accept(entry.owner, entry.object);
			}
		}
	}

	private static final class Entry<V, T> {

		private final V owner;

		private final T object;

		Entry(V owner, T object) {
			this.owner = owner;
			this.object = object;
		}

	}

}
