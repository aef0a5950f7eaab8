package dev.millrace.connection.accept;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many connections each client has. A client with IPv6 is counted by a prefix of its
 * address, because it can use every address of its network. Safe for use by any thread.
 */
final class AddressCounts {

	private final int ipv6Prefix;

	private final ConcurrentMap<AddressKey, Integer> counts = new ConcurrentHashMap<>();

	AddressCounts(int ipv6Prefix) {
		this.ipv6Prefix = ipv6Prefix;
	}

	int increment(InetSocketAddress client) {
		return this.counts.merge(key(client), 1, Integer::sum);
	}

	void decrement(InetSocketAddress client) {
		this.counts.computeIfPresent(key(client), (address, count) -> (count > 1) ? count - 1 : null);
	}

	int clients() {
		return this.counts.size();
	}

	private AddressKey key(InetSocketAddress client) {
		InetAddress address = client.getAddress();
		byte[] bytes = address.getAddress();
		if (address instanceof Inet6Address) {
			for (int bit = this.ipv6Prefix; bit < bytes.length * Byte.SIZE; bit++) {
				bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
			}
		}
		return new AddressKey(bytes);
	}

	/** The bytes of an address, or of a part of it. */
	private static final class AddressKey {

		private final byte[] bytes;

		private final int hash;

		private AddressKey(byte[] bytes) {
			this.bytes = bytes;
			this.hash = Arrays.hashCode(bytes);
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof AddressKey key && Arrays.equals(this.bytes, key.bytes);
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

	}

}
