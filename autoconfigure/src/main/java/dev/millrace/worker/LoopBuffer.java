package dev.millrace.worker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * A direct buffer of each event loop, for bytes that are nearly always used up before the
 * loop serves the next connection: such a read or write needs no allocation and no leak
 * tracking. A handler may keep the buffer; after 16 calls that found it kept, the loop
 * allocates another one.
 */
public final class LoopBuffer {

	private static final ByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(true, true);

	/** How many calls find the buffer kept before the loop allocates another one. */
	private static final int PATIENCE = 16;

	private final FastThreadLocal<Slot> slots;

	/**
	 * Creates the buffers, one for each loop that asks.
	 * @param capacity bytes of each
	 */
	public LoopBuffer(int capacity) {
		this.slots = new FastThreadLocal<>() {
			@Override
			protected Slot initialValue() {
				return new Slot(capacity);
			}

			@Override
			protected void onRemoval(Slot slot) {
				if (slot.buffer.refCnt() > 0) {
					slot.buffer.release();
				}
			}
		};
	}

	/**
	 * Takes the buffer of the loop that runs.
	 * @return an empty buffer, to be released by the caller, or {@code null} while a
	 * handler still keeps it
	 */
	public @Nullable ByteBuf take() {
		return this.slots.get().take();
	}

	private static final class Slot {

		private final int capacity;

		private ByteBuf buffer;

		private int misses;

		Slot(int capacity) {
			this.capacity = capacity;
			this.buffer = ALLOCATOR.directBuffer(capacity);
		}

		@Nullable ByteBuf take() {
			int references = this.buffer.refCnt();
			if (references == 0) {
				// A caller released it once too often. The loop gets another one, or it
				// could read nothing any more.
				this.buffer = ALLOCATOR.directBuffer(this.capacity);
			}
			boolean kept = references > 1;
			if (kept && ++this.misses < PATIENCE) {
				return null;
			}
			if (kept || this.buffer.capacity() != this.capacity) {
				// The new one is allocated first: if there is no memory for it, the old
				// one stays.
				ByteBuf next = ALLOCATOR.directBuffer(this.capacity);
				this.buffer.release();
				this.buffer = next;
			}
			this.misses = 0;
			return this.buffer.clear().retain();
		}

	}

}
