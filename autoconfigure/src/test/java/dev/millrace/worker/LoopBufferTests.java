package dev.millrace.worker;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopBufferTests {

	private static final int CAPACITY = 64;

	private final LoopBuffer buffers = new LoopBuffer(CAPACITY);

	@AfterEach
	void endLoop() {
		FastThreadLocal.removeAll();
	}

	@Test
	void usesTheSameBufferAgain() {
		ByteBuf first = take();
		first.writeLong(1).readInt();
		first.release();
		ByteBuf second = take();
		assertThat(second).isSameAs(first);
		assertThat(second.isReadable()).isFalse();
		assertThat(second.writableBytes()).isEqualTo(CAPACITY);
		second.release();
	}

	@Test
	void neverGivesAwayABufferThatSomebodyKeeps() {
		ByteBuf kept = take();
		kept.writeLong(42);
		ByteBuf other = null;
		for (int i = 0; i < 100 && other == null; i++) {
			other = this.buffers.take();
		}
		assertThat(other).isNotNull().isNotSameAs(kept);
		other.writeLong(7);
		assertThat(kept.readLong()).isEqualTo(42);
		assertThat(kept.refCnt()).isOne();
		assertThat(kept.release()).isTrue();
		other.release();
	}

	@Test
	void seesThatASliceIsKept() {
		ByteBuf taken = take();
		ByteBuf slice = taken.writeLong(42).readRetainedSlice(8);
		taken.release();
		assertThat(this.buffers.take()).isNull();
		slice.release();
		ByteBuf again = take();
		assertThat(again).isSameAs(taken);
		again.release();
	}

	@Test
	void givesUpABufferThatGrew() {
		ByteBuf grown = take();
		grown.writeZero(10 * CAPACITY);
		grown.release();
		ByteBuf next = take();
		assertThat(next.capacity()).isEqualTo(CAPACITY);
		assertThat(grown.refCnt()).isZero();
		next.release();
	}

	@Test
	void freesTheBufferWhenTheLoopEnds() {
		ByteBuf taken = take();
		taken.release();
		FastThreadLocal.removeAll();
		assertThat(taken.refCnt()).isZero();
	}

	private ByteBuf take() {
		ByteBuf taken = this.buffers.take();
		assertThat(taken).isNotNull();
		return taken;
	}

}
