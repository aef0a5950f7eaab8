package dev.millrace.exchange;

import java.util.List;

import dev.millrace.connection.ServerConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/1.1 decoder of every connection. It knows where one message ends and the next
 * begins, and does not begin one before the exchange of the last is over: what a client
 * sends ahead stays here as bytes.
 */
public final class RequestDecoder extends HttpRequestDecoder {

	/** Name of this handler in the pipeline. */
	public static final String NAME = "millrace.decoder";

	private final ServerConnection connection;

	private final Http1ExchangeHandler exchanges;

	private final LineRules rules;

	private boolean boundary = true;

	private boolean headStarted;

	private boolean fired;

	private boolean whole;

	private @Nullable ChannelHandlerContext context;

	RequestDecoder(HttpDecoderConfig config, LineRules rules, ServerConnection connection,
			Http1ExchangeHandler exchanges) {
		super(config);
		this.rules = rules;
		this.connection = connection;
		this.exchanges = exchanges;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.context = ctx;
	}

	ChannelHandlerContext context() {
		if (this.context == null) {
			throw new IllegalStateException("not in a pipeline");
		}
		return this.context;
	}

	/** Whether there are bytes that are not decoded. */
	boolean holdsBytes() {
		return actualReadableBytes() > 0;
	}

	/** Whether bytes of the next message wait for the exchange in progress to end. */
	boolean holdsNextMessage() {
		return this.boundary && holdsBytes() && !this.exchanges.accepts();
	}

	/** Whether the head that was decoded last came without a body. */
	boolean wholeMessage() {
		return this.whole;
	}

	/** Decodes what waited. */
	void resume() throws Exception {
		if (holdsBytes()) {
			channelRead(context(), Unpooled.EMPTY_BUFFER);
		}
	}

	@Override
	protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
		if (this.exchanges.discards(in)) {
			return;
		}
		if (this.boundary) {
			if (!this.exchanges.accepts()) {
				this.exchanges.holdReads();
				return;
			}
			if (!this.headStarted) {
				this.headStarted = true;
				this.connection.requestStarted();
			}
			if (!this.rules.check(in)) {
				in.skipBytes(in.readableBytes());
				this.exchanges.rejectUndecoded(DecoderFailure.undecoded());
				return;
			}
		}
		int before = in.readerIndex();
		super.decode(ctx, in, out);
		if (!out.isEmpty()) {
			this.fired = true;
			this.headStarted = false;
			HttpObject end = (HttpObject) out.get(out.size() - 1);
			this.boundary = end instanceof LastHttpContent;
			this.whole = out.size() > 1;
		}
		else if (in.readerIndex() != before) {
			this.boundary = false;
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		// Not the superclass, which reads on whenever nothing was decoded, also while
		// paused.
		discardSomeReadBytes();
		if (!this.fired && !holdsNextMessage() && !ctx.channel().config().isAutoRead()) {
			ctx.read();
		}
		this.fired = false;
		ctx.fireChannelReadComplete();
	}

}
