package dev.millrace.exchange.syntax;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where runs of characters end, eight bytes at a time. Reads up to {@link #SLACK}
 * bytes behind the end that it is given; what stands there does not matter.
 */
public final class WordScan {

	/** How many more bytes an array must have than are looked at. */
	public static final int SLACK = Long.BYTES;

	private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	/** Multiplied by a byte it gives a word with that byte in each place. */
	private static final long EACH = 0x0101010101010101L;

	/** The bit that no ASCII character has. */
	private static final long HIGH = 0x8080808080808080L;

	private static final long LOW = 0x7F * EACH;

	private static final long CASE = 0x20 * EACH;

	private WordScan() {
	}

	/** Eight bytes, the first of them as the lowest. */
	static long word(byte[] bytes, int at) {
		return (long) WORDS.get(bytes, at);
	}

	/**
	 * Finds the end of visible ASCII characters and spaces.
	 * @param bytes the bytes
	 * @param from where to begin
	 * @param end where to stop
	 * @return the index of the first other byte, or the end
	 */
	static int text(byte[] bytes, int from, int end) {
		return run(bytes, from, end, ' ');
	}

	/**
	 * Finds the end of visible ASCII characters.
	 * @param bytes the bytes
	 * @param from where to begin
	 * @param end where to stop
	 * @return the index of the first other byte, or the end
	 */
	static int visible(byte[] bytes, int from, int end) {
		return run(bytes, from, end, ' ' + 1);
	}

	/**
	 * Finds the end of a run. The subtraction may set wrong bits by a borrow, but only
	 * above the first right bit, and only the lowest bit is used.
	 */
	private static int run(byte[] bytes, int from, int end, int least) {
		for (int at = from; at < end; at += Long.BYTES) {
			long word = word(bytes, at);
			long others = ((word - least * EACH) | (word + EACH) | word) & HIGH;
			if (others != 0) {
				return Math.min(at + (Long.numberOfTrailingZeros(others) >>> 3), end);
			}
		}
		return end;
	}

	/**
	 * Finds the end of ASCII letters, digits and dashes.
	 * @param bytes the bytes
	 * @param from where to begin
	 * @param end where to stop
	 * @return the index of the first other byte, or the end
	 */
	static int name(byte[] bytes, int from, int end) {
		for (int at = from; at < end; at += Long.BYTES) {
			long word = word(bytes, at);
			// Each byte has seven bits here, so no sum carries into the next byte.
			long seven = word & LOW;
			long lower = seven | CASE;
			long letters = (lower + (0x80 - 'a') * EACH) & ~(lower + (0x80 - 'z' - 1) * EACH);
			long digits = (seven + (0x80 - '0') * EACH) & ~(seven + (0x80 - '9' - 1) * EACH);
			long dashes = ~((seven ^ ('-' * EACH)) + LOW);
			long others = (~(letters | digits | dashes) | word) & HIGH;
			if (others != 0) {
				return Math.min(at + (Long.numberOfTrailingZeros(others) >>> 3), end);
			}
		}
		return end;
	}

}
