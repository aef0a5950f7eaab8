package dev.millrace.transport;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * How much is read from a connection at once. The size follows what comes in.
 *
 * @param initial bytes of the first read
 * @param maximum bytes that a read never exceeds
 */
public record ReadBuffer(int initial, int maximum) implements TransportOption.NettyValue {

	/** What Netty does by itself. */
	public static final ReadBuffer DEFAULT = new ReadBuffer(2048, 65536);

	private static final int MINIMUM = 64;

	@Override
	public RecvByteBufAllocator toNetty() {
		return new AdaptiveRecvByteBufAllocator(Math.min(MINIMUM, this.initial), this.initial, this.maximum);
	}

}
