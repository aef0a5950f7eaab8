package dev.millrace.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that one thread changes and any thread reads. The writer uses plain reads and
 * writes, which the compiler makes one instruction that adds to memory: no lock prefix,
 * no fence. Readers read opaquely: each call reads memory, where a plain read may be
 * taken out of a loop, and the 64 bits come from one write. A plain write of the event
 * loop is in memory at the latest when the loop calls into the kernel, because the
 * compiler keeps no field in a register over a call that it does not inline.
 */
final class Counter {

	private static final VarHandle VALUE;

	static {
		try {
			VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@SuppressWarnings("UnusedVariable") // read by the handle
	private long value;

	/** Adds one. To be called by the one writer. */
	void increment() {
		this.value++;
	}

	/**
	 * Adds to the number. To be called by the one writer.
	 * @param amount how much
	 */
	void add(long amount) {
		this.value += amount;
	}

	/**
	 * Reads the number. May be called by any thread.
	 * @return the number, perhaps a few events old
	 */
	long get() {
		return (long) VALUE.getOpaque(this);
	}

}
