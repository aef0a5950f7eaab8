package dev.millrace.transport;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * Size of the buffer that a read fills. It grows and shrinks with the size of recent
 * reads.
 *
 * @param initial bytes of the first read
 * @param maximum bytes that a read never exceeds
 */
public record ReadBuffer(int initial, int maximum) implements TransportOption.NettyValue {

	/** Netty's default. */
	public static final ReadBuffer DEFAULT = new ReadBuffer(2048, 65536);

	private static final int MINIMUM = 64;

	@Override
	public RecvByteBufAllocator toNetty() {
		return new AdaptiveRecvByteBufAllocator(Math.min(MINIMUM, this.initial), this.initial, this.maximum);
	}

}
