package dev.millrace.exchange.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.FileRegion;
import reactor.core.publisher.Flux;

/**
 * Reads files in pieces, for connections on which the kernel cannot send them by itself
 * and for filters that want to see the bytes.
 */
public final class FilePieces {

	private static final int PIECE = 64 * 1024;

	private FilePieces() {
	}

	/**
	 * A part of a file, read piece by piece as they are asked for. The file is closed at
	 * the end.
	 */
	public static Flux<ByteBuf> of(ByteBufAllocator allocator, FileChannel file, long offset, long length) {
		return Flux.generate(() -> new Position(file, offset, length), (position, sink) -> {
			try {
				if (position.left == 0) {
					sink.complete();
					return position;
				}
				int size = (int) Math.min(PIECE, position.left);
				ByteBuf piece = allocator.ioBuffer(size);
				int read = 0;
				try {
					read = piece.writeBytes(position.channel, position.at, size);
				}
				finally {
					if (read <= 0) {
						piece.release();
					}
				}
				if (read <= 0) {
					sink.error(new IOException("File became shorter while it was sent"));
					return position;
				}
				position.at += read;
				position.left -= read;
				sink.next(piece);
			}
			catch (IOException ex) {
				sink.error(ex);
			}
			return position;
		}, Position::close);
	}

	/**
	 * The bytes of a file region.
	 */
	static ByteBuf readWhole(ByteBufAllocator allocator, FileRegion file) {
		ByteBuf bytes = allocator.ioBuffer((int) Math.min(file.count(), Integer.MAX_VALUE));
		try (Sink sink = new Sink(bytes)) {
			while (file.transferred() < file.count()) {
				if (file.transferTo(sink, file.transferred()) <= 0) {
					throw new IOException("File became shorter while it was sent");
				}
			}
			return bytes;
		}
		catch (IOException ex) {
			bytes.release();
			throw new UncheckedIOException(ex);
		}
		finally {
			file.release();
		}
	}

	private static final class Position {

		private final FileChannel channel;

		private long at;

		private long left;

		Position(FileChannel channel, long offset, long length) {
			this.channel = channel;
			this.at = offset;
			this.left = length;
		}

		void close() {
			try {
				this.channel.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	private record Sink(ByteBuf bytes) implements WritableByteChannel {

		@Override
		public int write(ByteBuffer source) {
			int length = source.remaining();
			this.bytes.writeBytes(source);
			return length;
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public void close() {
			// Nothing to close: the buffer belongs to the caller.
		}

	}

}
