package dev.millrace.transport.epoll;

import dev.millrace.worker.LoopBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Lets channels read into the buffer of the event loop. While a handler keeps that
 * buffer, for instance for a body, reads use the allocator of the channel.
 *
 * @param otherwise allocates buffers of its own
 */
public record LoopReadAllocator(RecvByteBufAllocator otherwise) implements RecvByteBufAllocator {

	private static final LoopBuffer BUFFER = new LoopBuffer(16 * 1024);

	@Override
	@SuppressWarnings("deprecation")
	public Handle newHandle() {
		return new LoopHandle((ExtendedHandle) this.otherwise.newHandle());
	}

	private static final class LoopHandle extends DelegatingHandle implements ExtendedHandle {

		LoopHandle(ExtendedHandle otherwise) {
			super(otherwise);
		}

		@Override
		public ByteBuf allocate(ByteBufAllocator allocator) {
			ByteBuf buffer = BUFFER.take();
			return (buffer != null) ? buffer : super.allocate(allocator);
		}

		@Override
		public boolean continueReading(UncheckedBooleanSupplier maybeMoreDataSupplier) {
			return ((ExtendedHandle) delegate()).continueReading(maybeMoreDataSupplier);
		}

	}

}
