package dev.millrace.exchange.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;

/**
 * The beginning of a file region, for an answer that announced less than the file holds,
 * because it grew since. Transports copy its bytes, where the kernel would send those of
 * a whole region.
 */
public final class FileRegionPart extends AbstractReferenceCounted implements FileRegion {

	private final FileRegion whole;

	private final long count;

	/**
	 * Creates a part.
	 * @param whole the region, released with this part
	 * @param count how many of its bytes belong to the part
	 */
	public FileRegionPart(FileRegion whole, long count) {
		this.whole = whole;
		this.count = count;
	}

	@Override
	public long position() {
		return this.whole.position();
	}

	@Override
	@Deprecated
	public long transfered() {
		return this.whole.transferred();
	}

	@Override
	public long transferred() {
		return this.whole.transferred();
	}

	@Override
	public long count() {
		return this.count;
	}

	@Override
	public long transferTo(WritableByteChannel target, long position) throws IOException {
		return this.whole.transferTo(new Limited(target, this.count - position), position);
	}

	@Override
	public FileRegion retain() {
		super.retain();
		return this;
	}

	@Override
	public FileRegion retain(int increment) {
		super.retain(increment);
		return this;
	}

	@Override
	public FileRegion touch() {
		this.whole.touch();
		return this;
	}

	@Override
	public FileRegion touch(Object hint) {
		this.whole.touch(hint);
		return this;
	}

	@Override
	protected void deallocate() {
		this.whole.release();
	}

	/** Takes no more than a number of bytes. */
	private static final class Limited implements WritableByteChannel {

		private final WritableByteChannel target;

		private long left;

		Limited(WritableByteChannel target, long left) {
			this.target = target;
			this.left = left;
		}

		@Override
		public int write(ByteBuffer source) throws IOException {
			int limit = source.limit();
			source.limit(source.position() + (int) Math.min(source.remaining(), this.left));
			try {
				int written = this.target.write(source);
				this.left -= written;
				return written;
			}
			finally {
				source.limit(limit);
			}
		}

		@Override
		public boolean isOpen() {
			return this.target.isOpen();
		}

		@Override
		public void close() {
			// The channel of the whole transfer stays open.
		}

	}

}
