package dev.millrace.connection.accept;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The network that an address belongs to, which says less about a client than the
 * address: 24 bits of IPv4, 48 bits of IPv6.
 *
 * @param address the first address of the network
 * @param prefix how many bits all its addresses share
 */
public record AddressNetwork(InetAddress address, int prefix) {

	private static final int IPV4_BYTES = 3;

	private static final int IPV6_BYTES = 6;

	/**
	 * Finds the network of an address.
	 * @param address the address
	 * @return the network
	 */
	public static AddressNetwork of(InetAddress address) {
		byte[] bytes = address.getAddress();
		int kept = (address instanceof Inet6Address) ? IPV6_BYTES : IPV4_BYTES;
		Arrays.fill(bytes, kept, bytes.length, (byte) 0);
		try {
			return new AddressNetwork(InetAddress.getByAddress(bytes), kept * Byte.SIZE);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
