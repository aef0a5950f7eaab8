package dev.millrace.worker;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

import io.netty.util.internal.PlatformDependent;
import org.jspecify.annotations.Nullable;

/**
 * The memory outside of the heap that network buffers live in.
 */
public final class DirectMemory {

	private static final double NEARLY = 0.9;

	private final @Nullable BufferPoolMXBean pool = directPool();

	private static @Nullable BufferPoolMXBean directPool() {
		for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
			if (pool.getName().equals("direct")) {
				return pool;
			}
		}
		return null;
	}

	/**
	 * Returns how much is in use, whoever took it: Netty counts for itself what it does
	 * not take through the JDK.
	 * @return bytes
	 */
	public long used() {
		return Math.max(0, PlatformDependent.usedDirectMemory())
				+ ((this.pool != null) ? Math.max(0, this.pool.getMemoryUsed()) : 0);
	}

	/**
	 * Returns how much may be in use.
	 * @return bytes
	 */
	public long max() {
		return PlatformDependent.maxDirectMemory();
	}

	boolean nearlyExhausted() {
		return max() > 0 && used() > NEARLY * max();
	}

}
