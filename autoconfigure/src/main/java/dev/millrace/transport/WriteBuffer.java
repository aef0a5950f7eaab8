package dev.millrace.transport;

import io.netty.channel.WriteBufferWaterMark;

/**
 * How much may wait to be written to a connection before it counts as not writable.
 *
 * @param low bytes below which it is writable again
 * @param high bytes above which it is not
 */
public record WriteBuffer(int low, int high) implements TransportOption.NettyValue {

	/** Netty's default. */
	public static final WriteBuffer DEFAULT = new WriteBuffer(WriteBufferWaterMark.DEFAULT.low(),
			WriteBufferWaterMark.DEFAULT.high());

	@Override
	public Object toNetty() {
		return new WriteBufferWaterMark(this.low, this.high);
	}

}
