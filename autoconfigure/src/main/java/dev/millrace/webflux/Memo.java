package dev.millrace.webflux;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A value that is computed when it is first asked for, and once more after a change.
 * Takes no lock, so that the computation may take one without a deadlock. Safe for use by
 * any thread.
 *
 * @param <T> what is found out; immutable
 */
final class Memo<T> {

	private final Supplier<T> source;

	private final AtomicInteger changes = new AtomicInteger();

	/** {@code null} until it is found out. */
	private volatile @Nullable T known;

	Memo(Supplier<T> source) {
		this.source = source;
	}

	T get() {
		T current = this.known;
		return (current != null) ? current : findOut();
	}

	private T findOut() {
		int seen = this.changes.get();
		T found = this.source.get();
		this.known = found;
		if (this.changes.get() != seen) {
			this.known = null;
		}
		return found;
	}

	void changed() {
		this.changes.incrementAndGet();
		this.known = null;
	}

}
