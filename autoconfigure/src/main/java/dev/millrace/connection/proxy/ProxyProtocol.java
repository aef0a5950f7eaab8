package dev.millrace.connection.proxy;

import java.net.SocketAddress;
import java.util.List;

import dev.millrace.connection.ConnectionHandler;
import dev.millrace.connection.ServerConnection;
import dev.millrace.connection.accept.ConnectionFilter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.AttributeKey;

/**
 * Connections that begin with a PROXY header, of version 1 or 2, in which the proxy that
 * opened them says who its client is. Shared by all connections; needs
 * {@code netty-codec-haproxy}.
 *
 * @param proxies the proxies whose headers are believed
 * @param filters asked about the client
 */
public record ProxyProtocol(TrustedProxies proxies, List<ConnectionFilter> filters) {

	/** The attribute from which Reactor Netty takes the address of the client. */
	private static final AttributeKey<SocketAddress> REACTOR_NETTYS = AttributeKey
		.valueOf("remoteAddressFromProxyProtocol");

	/** Copies the filters. */
	public ProxyProtocol {
		filters = List.copyOf(filters);
	}

	/**
	 * Adds the handlers of the header, behind that of the connection.
	 * @param pipeline the pipeline of the connection
	 * @param connection the connection
	 */
	public void addTo(ChannelPipeline pipeline, ServerConnection connection) {
		pipeline.addAfter(ConnectionHandler.NAME, ProxyProtocolHandler.NAME, new ProxyProtocolHandler(this, connection))
			.addAfter(ConnectionHandler.NAME, null, new HAProxyMessageDecoder());
	}

	/**
	 * Sets the address of the client where Reactor Netty looks for it. Some of its
	 * versions remove the attribute with the first stream of HTTP/2, so it is set for
	 * each stream.
	 * @param channel the channel of the connection
	 * @param connection the connection
	 */
	public void tell(Channel channel, ServerConnection connection) {
		channel.attr(REACTOR_NETTYS).set(connection.remoteAddress());
	}

}
