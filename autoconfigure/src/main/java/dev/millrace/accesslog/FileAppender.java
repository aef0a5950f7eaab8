package dev.millrace.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Appends lines to a file. Once a second it checks whether the file was moved away, as
 * logrotate does, and opens a new one then. Confined to one thread.
 */
public final class FileAppender implements AccessLogAppender {

	private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

	private static final byte LINE_FEED = '\n';

	private final Path file;

	private FileChannel channel;

	private @Nullable Object fileKey;

	private long lookedNanos;

	private boolean torn;

	/**
	 * Opens a file, and makes it where it is not there. Its directory is not made: with a
	 * mistyped path the logs would be missing where they are expected.
	 * @param file the file
	 * @throws IOException if it cannot be opened, or its directory is not there
	 */
	public FileAppender(Path file) throws IOException {
		this.file = file;
		this.channel = open();
	}

	private FileChannel open() throws IOException {
		FileChannel opened = FileChannel.open(this.file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		this.torn = endsWithinALine(opened);
		this.fileKey = fileKey();
		this.lookedNanos = System.nanoTime();
		return opened;
	}

	private boolean endsWithinALine(FileChannel opened) throws IOException {
		if (!Files.isRegularFile(this.file) || opened.size() == 0) {
			return false;
		}
		try (FileChannel reader = FileChannel.open(this.file, StandardOpenOption.READ)) {
			ByteBuffer last = ByteBuffer.allocate(1);
			return reader.read(last, reader.size() - 1) == 1 && last.get(0) != LINE_FEED;
		}
	}

	@Override
	public void append(ByteBuffer lines) throws IOException {
		if (System.nanoTime() - this.lookedNanos >= LOOK_NANOS) {
			follow();
		}
		if (this.torn) {
			write(ByteBuffer.wrap(new byte[] { LINE_FEED }));
			this.torn = false;
		}
		int start = lines.position();
		try {
			write(lines);
		}
		catch (IOException ex) {
			this.torn = lines.position() > start;
			throw ex;
		}
	}

	private void write(ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining()) {
			this.channel.write(bytes);
		}
	}

	private void follow() throws IOException {
		this.lookedNanos = System.nanoTime();
		Object current = fileKey();
		if (!this.channel.isOpen() || current == null || !current.equals(this.fileKey)) {
			this.channel.close();
			this.channel = open();
		}
	}

	private @Nullable Object fileKey() throws IOException {
		try {
			return Files.readAttributes(this.file, BasicFileAttributes.class).fileKey();
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
