package dev.millrace.actuate;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

import dev.millrace.connection.accept.AddressNetwork;
import io.netty.channel.unix.DomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as text, whole or cut to the network they belong to.
 */
final class AddressText {

	/** What precedes the path of a Unix domain socket; its peers have no path. */
	private static final String LOCAL = "unix:";

	private AddressText() {
	}

	static @Nullable String of(@Nullable SocketAddress address, boolean whole) {
		if (address instanceof DomainSocketAddress local) {
			return whole ? LOCAL + local.path() : LOCAL;
		}
		if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
			return (address != null && whole) ? address.toString() : null;
		}
		return whole ? ip(inet.getAddress()) + ":" + inet.getPort() : network(inet.getAddress());
	}

	/** The address without its port, {@code null} if it has none. */
	static @Nullable String ip(@Nullable SocketAddress address) {
		if (address instanceof DomainSocketAddress) {
			return LOCAL;
		}
		return (address instanceof InetSocketAddress inet && inet.getAddress() != null)
				? inet.getAddress().getHostAddress() : null;
	}

	private static String ip(InetAddress address) {
		return (address instanceof Inet6Address) ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
	}

	private static String network(InetAddress address) {
		AddressNetwork network = AddressNetwork.of(address);
		return network.address().getHostAddress() + "/" + network.prefix();
	}

}
