package dev.millrace.hot;

import java.net.SocketAddress;
import java.util.List;

import dev.millrace.connection.Protocol;
import dev.millrace.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A request that came through the pipeline.
 */
final class ExchangeHotRequest extends AbstractHotRequest {

	private final Exchange exchange;

	private final HotPattern pattern;

	private final @Nullable HotMatch match;

	ExchangeHotRequest(Exchange exchange, HotPattern pattern, @Nullable HotMatch match, HotJson json) {
		super(json);
		this.exchange = exchange;
		this.pattern = pattern;
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
	@Nullable String query() {
		return this.exchange.query();
	}

	@Override
	public String pathVariable(String name) {
		int index = this.pattern.indexOf(name);
		if (index < 0 || this.match == null) {
			throw new IllegalArgumentException("Pattern " + this.pattern.text() + " has no variable '" + name + "'");
		}
		return HotQuery.decode(this.match.variable(index), false);
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
	public SocketAddress remoteAddress() {
		return this.exchange.clientAddress();
	}

	@Override
	public String protocol() {
		Protocol protocol = this.exchange.connection().protocol();
		return protocol.multiplexed() ? "HTTP/2.0" : this.exchange.version().text();
	}

	@Override
	public String scheme() {
		return this.exchange.connection().secure() ? "https" : "http";
	}

}
