package dev.millrace.hot.path;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import dev.millrace.exchange.Route;
import org.jspecify.annotations.Nullable;

/**
 * Paths without variables, found by their bytes. Immutable.
 *
 * @param <E> what is found
 */
public final class ExactPaths<E extends Route> {

	private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	/** Mixes the bits of a number. */
	private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

	private final byte[] @Nullable [] paths;

	private final @Nullable Object[] endpoints;

	private final int mask;

	/**
	 * Builds the table.
	 * @param exact what is to be found, each by its pattern, in ASCII
	 */
	public ExactPaths(List<E> exact) {
		int size = Integer.highestOneBit(Math.max(1, 2 * exact.size())) * 2;
		this.paths = new byte[size][];
		this.endpoints = new Object[size];
		this.mask = size - 1;
		for (E endpoint : exact) {
			add(endpoint.pattern().getBytes(StandardCharsets.US_ASCII), endpoint);
		}
	}

	private void add(byte[] path, E endpoint) {
		int slot = slot(path, 0, path.length);
		while (this.paths[slot] != null) {
			slot = (slot + 1) & this.mask;
		}
		this.paths[slot] = path;
		this.endpoints[slot] = endpoint;
	}

	/**
	 * Finds an endpoint.
	 * @param bytes holds the path
	 * @param start where it begins
	 * @param end where it ends
	 * @return the endpoint, or {@code null}
	 */
	@SuppressWarnings("unchecked")
	public @Nullable E find(byte[] bytes, int start, int end) {
		int slot = slot(bytes, start, end);
		byte[] path = this.paths[slot];
		while (path != null) {
			if (Arrays.equals(path, 0, path.length, bytes, start, end)) {
				return (E) this.endpoints[slot];
			}
			slot = (slot + 1) & this.mask;
			path = this.paths[slot];
		}
		return null;
	}

	private int slot(byte[] bytes, int start, int end) {
		long hash = 0;
		int at = start;
		for (; at + Long.BYTES <= end; at += Long.BYTES) {
			hash = (hash ^ (long) WORDS.get(bytes, at)) * GOLDEN_RATIO;
			hash ^= hash >>> 32;
		}
		long rest = 0;
		for (; at < end; at++) {
			rest = rest << 8 | bytes[at];
		}
		hash = (hash ^ rest) * GOLDEN_RATIO;
		return (int) (hash >>> 32) & this.mask;
	}

}
