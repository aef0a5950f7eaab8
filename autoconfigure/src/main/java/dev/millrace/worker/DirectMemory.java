package dev.millrace.worker;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

import io.netty.util.internal.PlatformDependent;

/**
 * The memory outside of the heap that network buffers live in.
 */
public final class DirectMemory {

	private static final double NEARLY = 0.9;

	private final LongSupplier netty;

	private final LongSupplier others;

	private final LongSupplier limit;

	/**
	 * Creates a view of the memory of this process.
	 */
	public DirectMemory() {
		this(PlatformDependent::usedDirectMemory, directPool(), PlatformDependent::maxDirectMemory);
	}

	DirectMemory(LongSupplier netty, LongSupplier others, LongSupplier limit) {
		this.netty = netty;
		this.others = others;
		this.limit = limit;
	}

	private static LongSupplier directPool() {
		for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
			if (pool.getName().equals("direct")) {
				return pool::getMemoryUsed;
			}
		}
		return () -> 0;
	}

	/**
	 * Returns how much direct memory is in use in this JVM. Netty may allocate direct
	 * memory past the JDK's own count, so both counts are added.
	 * @return bytes
	 */
	public long used() {
		return usedByNetty() + Math.max(0, this.others.getAsLong());
	}

	/**
	 * Returns how much Netty counts for itself, the free parts of its pools included.
	 * @return bytes
	 */
	public long usedByNetty() {
		return Math.max(0, this.netty.getAsLong());
	}

	/**
	 * Returns how much may be in use.
	 * @return bytes
	 */
	public long max() {
		return this.limit.getAsLong();
	}

	boolean nearlyExhausted() {
		return max() > 0 && used() > NEARLY * max();
	}

}
