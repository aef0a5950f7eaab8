package dev.millrace.hot;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.forwarded.ForwardedHeaders;
import dev.millrace.hot.path.HotPattern;
import dev.millrace.hot.path.PathMatch;
import org.jspecify.annotations.Nullable;

/**
 * A request that came through the pipeline.
 */
final class ExchangeHotRequest extends AbstractHotRequest {

	private final Exchange exchange;

	private final @Nullable PathMatch match;

	ExchangeHotRequest(Exchange exchange, HotPattern pattern, @Nullable PathMatch match, HotJson json) {
		super(pattern, json);
		this.exchange = exchange;
		this.match = match;
	}

	@Override
	public String method() {
		return this.exchange.method().name();
	}

	@Override
	public String path() {
		return this.exchange.path();
	}

	@Override
	protected @Nullable String query() {
		return this.exchange.query();
	}

	@Override
	protected String variable(int index) {
		if (this.match == null) {
			throw new IllegalArgumentException("index: " + index);
		}
		return this.match.variable(index);
	}

	@Override
	public @Nullable String header(String name) {
		return this.exchange.header(name);
	}

	@Override
	public List<String> headers(String name) {
		return this.exchange.headers(name);
	}

	@Override
	public @Nullable SocketAddress remoteAddress() {
		if (!(this.exchange.clientAddress() instanceof InetSocketAddress client)) {
			return null;
		}
		return (client.getPort() == 0) ? withPortOfConnection(client) : client;
	}

	/** A proxy seldom tells the port; Reactor Netty and Spring then take this one. */
	private InetSocketAddress withPortOfConnection(InetSocketAddress client) {
		return (this.exchange.connection().remoteAddress() instanceof InetSocketAddress proxy)
				? new InetSocketAddress(client.getAddress(), proxy.getPort()) : client;
	}

	@Override
	public String protocol() {
		return this.exchange.protocol();
	}

	@Override
	public String scheme() {
		String told = ForwardedHeaders.scheme(this.exchange);
		if (told != null) {
			return told;
		}
		return this.exchange.connection().secure() ? "https" : "http";
	}

}
