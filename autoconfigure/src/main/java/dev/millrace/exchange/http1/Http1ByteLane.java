package dev.millrace.exchange.http1;

import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.ByteRoute;
import dev.millrace.exchange.Caller;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.message.ConnectionLines;
import dev.millrace.exchange.message.ServerLines;
import dev.millrace.exchange.syntax.ByteLaneRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Connects the byte lane to an HTTP/1.1 connection: to its decoder, the layout of its
 * pipeline and its output. Confined to the event loop.
 */
final class Http1ByteLane implements ByteLaneConnection {

	private final Http1ExchangeHandler exchanges;

	private final ServerConnection connection;

	private final Http1Output output;

	private final @Nullable ByteLaneReader lane;

	private long passedFilters;

	private @Nullable Caller caller;

	Http1ByteLane(Http1ExchangeHandler exchanges, @Nullable ByteLaneReader lane) {
		this.exchanges = exchanges;
		this.connection = exchanges.connection();
		this.output = exchanges.output;
		this.lane = lane;
	}

	/**
	 * Whether requests may be read here. To be asked whenever a request begins, also
	 * where there is no lane: the layout looks at the pipeline for the first time then.
	 */
	boolean isOpen() {
		return !this.exchanges.layout().closesByteLane() && this.lane != null && !this.exchanges.tunnel.isOpen();
	}

	/**
	 * Answers as many requests at the front as it can.
	 * @param in what was received, read up to the first request that was not answered
	 * @return a request that was read and is to be answered by an exchange, or
	 * {@code null}
	 */
	@Nullable ByteLaneRequest read(ByteBuf in) {
		return (this.lane != null) ? this.lane.read(in, this) : null;
	}

	@Override
	public ServerConnection connection() {
		return this.connection;
	}

	@Override
	public boolean accepts() {
		return this.exchanges.accepts();
	}

	@Override
	public boolean allowsBytes() {
		Http1Layout layout = this.exchanges.layout();
		return layout.allowsBytes() && layout.allowsAnswers();
	}

	@Override
	public long passedAddresses() {
		return this.exchanges.request().passedAddresses(this.connection.remoteAddress());
	}

	@Override
	public void carry(long filters, @Nullable Caller newCaller) {
		this.passedFilters = filters;
		this.caller = newCaller;
	}

	/**
	 * Gives the exchange of a request that was read here the filters that have passed and
	 * the caller.
	 */
	void carryOver(Exchange begun) {
		if (this.passedFilters != 0) {
			begun.skip(this.passedFilters);
			this.passedFilters = 0;
			if (this.caller != null) {
				begun.caller(this.caller);
				this.caller = null;
			}
		}
	}

	@Override
	public void tookRequest(ByteBuf in) {
		this.exchanges.decoder().tookMessage(in);
	}

	@Override
	public ServerLines lines() {
		return this.exchanges.settings().headers().lines(this.connection.lastActivityNanos());
	}

	@Override
	public void write(ByteRoute route, PreparedResponse answer, byte[] lines) {
		ChannelHandlerContext ctx = this.exchanges.context();
		this.output.readStarted();
		byte[] message = route.encoded(answer, lines);
		if (message != null) {
			this.output.add(message);
		}
		else {
			this.output.add(answer, lines, ConnectionLines.NONE, route.withBody());
		}
		this.output.flush(ctx);
	}

}
