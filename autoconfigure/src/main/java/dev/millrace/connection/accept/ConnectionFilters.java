package dev.millrace.connection.accept;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

import dev.millrace.connection.accept.ConnectionFilter.Decision;

/**
 * All filters of a server, in order.
 */
public final class ConnectionFilters {

	private ConnectionFilters() {
	}

	/**
	 * Asks one filter after the other, until one does not accept.
	 * @param filters the filters
	 * @param client the client
	 * @param local the address that was connected to; connections over Unix domain
	 * sockets have none and enter without being asked about
	 * @return whether the client may enter
	 */
	public static boolean accept(List<ConnectionFilter> filters, InetSocketAddress client, SocketAddress local) {
		if (local instanceof InetSocketAddress localAddress) {
			for (ConnectionFilter filter : filters) {
				if (filter.decide(client, localAddress) != Decision.ACCEPT) {
					return false;
				}
			}
		}
		return true;
	}

}
