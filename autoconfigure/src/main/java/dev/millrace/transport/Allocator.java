package dev.millrace.transport;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * Where the buffers of connections come from.
 */
public enum Allocator implements TransportOption.NettyValue {

	/** Pools whose sizes follow the load; Netty's own choice. */
	ADAPTIVE,

	/** Arenas of fixed size classes, as Netty 4.1 had them. */
	POOLED,

	/** A new buffer each time; only for the search for a fault. */
	UNPOOLED;

	@Override
	public Object toNetty() {
		return switch (this) {
			case ADAPTIVE -> (ByteBufAllocator.DEFAULT instanceof AdaptiveByteBufAllocator) ? ByteBufAllocator.DEFAULT
					: AdaptiveHolder.ALLOCATOR;
			case POOLED -> PooledByteBufAllocator.DEFAULT;
			case UNPOOLED -> UnpooledByteBufAllocator.DEFAULT;
		};
	}

	/**
	 * Returns what this allocator says about its memory.
	 * @return the figures, -1 for one that is unknown
	 */
	public ByteBufAllocatorMetric metric() {
		return ((ByteBufAllocatorMetricProvider) toNetty()).metric();
	}

	/**
	 * Creates the allocator only if it is asked for: it is not made if the default of the
	 * JVM is used.
	 */
	private static final class AdaptiveHolder {

		private static final ByteBufAllocator ALLOCATOR = new AdaptiveByteBufAllocator();

	}

}
