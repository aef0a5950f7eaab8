package dev.millrace.connection.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;

/**
 * The networks of the proxies in front of the server, which are believed when they name
 * their clients.
 *
 * @param networks the networks
 */
public record TrustedProxies(List<IpSubnetFilterRule> networks) {

	private static final SocketAddress LOOPBACK_4 = new InetSocketAddress(NetUtil.LOCALHOST4, 0);

	private static final SocketAddress LOOPBACK_6 = new InetSocketAddress(NetUtil.LOCALHOST6, 0);

	/** Copies the networks. */
	public TrustedProxies {
		networks = List.copyOf(networks);
	}

	/**
	 * Tells whether a peer is such a proxy. A peer that connects over a Unix domain
	 * socket has no IP address; it runs on this machine, so it is trusted where the
	 * loopback address is.
	 * @param peer the address of the peer
	 * @return whether its word is taken
	 */
	public boolean trusts(SocketAddress peer) {
		if (peer instanceof DomainSocketAddress) {
			return trusts(LOOPBACK_4) || trusts(LOOPBACK_6);
		}
		if (!(peer instanceof InetSocketAddress address) || address.isUnresolved()) {
			return false;
		}
		for (int i = 0; i < this.networks.size(); i++) {
			if (this.networks.get(i).matches(address)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Tells whether an address that a proxy names is that of another proxy.
	 * @param address the address
	 * @return whether its word is taken
	 */
	public boolean trusts(InetAddress address) {
		return trusts(new InetSocketAddress(address, 0));
	}

}
