package dev.millrace.exchange.http1;

import java.util.List;

import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.Refusals;
import dev.millrace.exchange.syntax.ByteLaneRequest;
import dev.millrace.exchange.syntax.ChunkScan;
import dev.millrace.exchange.syntax.EmptyLines;
import dev.millrace.exchange.syntax.HttpRule;
import dev.millrace.exchange.syntax.HttpRuleException;
import dev.millrace.exchange.syntax.RequestScan;
import dev.millrace.exchange.syntax.RequestTarget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * The HTTP/1.1 decoder of every connection. It knows where one message ends and the next
 * begins, and does not begin one before the exchange of the last is over: what a client
 * sends ahead stays here as bytes.
 */
public final class Http1RequestDecoder extends HttpRequestDecoder {

	/**
	 * Name of this handler in the pipeline: that of the codec whose place it takes,
	 * because Reactor Netty adds handlers of upgrades and timeouts right behind it.
	 */
	public static final String NAME = NettyPipeline.HttpCodec;

	private final ServerConnection connection;

	private final Http1ExchangeHandler exchanges;

	private final RequestScan scan;

	private final ChunkScan chunks = new ChunkScan();

	private final Http1HeadCapture head = new Http1HeadCapture();

	private final Http1BytesAhead ahead = new Http1BytesAhead();

	private final boolean checks;

	private boolean boundary = true;

	private boolean headStarted;

	private boolean fired;

	private boolean whole;

	private boolean failed;

	private boolean pipelined;

	private @Nullable ChannelHandlerContext context;

	Http1RequestDecoder(Http1DecoderSettings settings, ServerConnection connection, Http1ExchangeHandler exchanges) {
		super(settings.config());
		this.scan = new RequestScan(settings.rules());
		this.checks = settings.rules().checks();
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
		return actualReadableBytes() > 0 || !this.ahead.isEmpty();
	}

	/** Whether bytes of the next message wait for the exchange in progress to end. */
	boolean holdsNextMessage() {
		return this.boundary && holdsBytes() && !this.exchanges.accepts();
	}

	/** Whether the client ever sent a message before the last one was answered. */
	boolean pipelined() {
		return this.pipelined;
	}

	/**
	 * Whether what the client sent is no HTTP: where the next message begins is unknown.
	 */
	boolean failed() {
		return this.failed;
	}

	/** Whether the head that was decoded last came without a body. */
	boolean wholeMessage() {
		return this.whole;
	}

	/** Whether what comes next begins a request. */
	boolean awaitsRequest() {
		return this.boundary && !this.headStarted && !holdsBytes();
	}

	/** What was seen of the head that was decoded last. */
	RequestScan scan() {
		return this.scan;
	}

	/**
	 * The head that is being read, as the client sent it; {@code null} when no route asks
	 * for that.
	 */
	byte @Nullable [] headBytes() {
		return this.head.copy();
	}

	/** Decodes what waited. */
	void resume() throws Exception {
		while (holdsBytes()) {
			ByteBuf bytes = takeAhead();
			channelRead(context(), (bytes != null) ? bytes : Unpooled.EMPTY_BUFFER);
			this.head.release();
			if (this.ahead.isEmpty() || !this.exchanges.accepts()) {
				return;
			}
		}
	}

	/**
	 * What was received behind a request that may be an upgrade, {@code null} if nothing
	 * was. To be released by the caller.
	 */
	@Nullable ByteBuf takeAhead() {
		return this.ahead.take();
	}

	/** The connection has ended. */
	void release() {
		this.ahead.release();
	}

	@Override
	protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
		this.head.release();
		// All may have been decoded while what came before was fired.
		if (this.exchanges.persistence.discards(in) || !in.isReadable()) {
			return;
		}
		if (this.boundary) {
			if (!this.exchanges.accepts()) {
				this.pipelined = true;
				this.exchanges.reads.hold();
				if (!this.ahead.isEmpty() || (this.exchanges.exchange() != null
						&& Http1BytesAhead.mayTunnel(this.exchanges.request().message()))) {
					this.ahead.takeFrom(in);
				}
				return;
			}
			if (!this.headStarted) {
				if (this.exchanges.byteLane.isOpen() && readPlain(in, out)) {
					return;
				}
				this.headStarted = true;
				this.connection.requestStarted();
				this.scan.begin();
				this.head.begin(this.exchanges.settings().router().keepsHeads());
			}
			if (this.checks && !startsWell(in, out)) {
				return;
			}
		}
		int before = in.readerIndex();
		super.decode(ctx, in, out);
		if (!this.boundary && this.checks && this.scan.isChunked()
				&& !this.chunks.follow(in, before, in.readerIndex())) {
			this.chunks.refuse(this.scan, in, out);
		}
		this.scan.consumed(in.readerIndex() - before);
		if (!out.isEmpty()) {
			if (this.scan.inHead()) {
				this.scan.end();
				if (this.exchanges.layout().codecWasSeen() && out.get(0) instanceof HttpRequest request) {
					this.exchanges.handover.decoded(request);
				}
				this.chunks.begin();
				this.head.end(in, before);
			}
			this.fired = true;
			this.headStarted = false;
			HttpObject end = (HttpObject) out.get(out.size() - 1);
			this.boundary = end instanceof LastHttpContent;
			this.whole = out.size() > 1;
			this.failed |= end.decoderResult().isFailure();
			this.pipelined |= this.failed || (this.boundary && in.isReadable());
			if (this.boundary && in.isReadable() && out.get(0) instanceof HttpRequest request
					&& Http1BytesAhead.mayTunnel(request)) {
				this.ahead.takeFrom(in);
			}
		}
		else if (in.readerIndex() != before) {
			this.boundary = false;
			if (this.scan.inHead()) {
				this.head.piece(in, before);
			}
		}
	}

	/**
	 * Offers what begins here to the byte lane.
	 * @return whether there is nothing left for the parser
	 */
	private boolean readPlain(ByteBuf in, List<Object> out) {
		ByteLaneRequest request = this.exchanges.byteLane.read(in);
		if (request == null) {
			return !in.isReadable() || !this.exchanges.accepts();
		}
		if (this.exchanges.settings().router().keepsHeads()) {
			this.head.whole(request.head());
		}
		this.whole = true;
		out.add(request);
		out.add(LastHttpContent.EMPTY_LAST_CONTENT);
		return true;
	}

	/** A message was read without the parser. */
	void tookMessage(ByteBuf in) {
		this.fired = true;
		this.pipelined |= in.isReadable();
	}

	@Override
	protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
		// The client is gone, and with it whatever is incomplete.
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object evt) {
		// Not to the superclass, which drops the requests that wait when the input ends.
		if (!this.exchanges.halfClose.takes(evt)) {
			ctx.fireUserEventTriggered(evt);
		}
	}

	@Override
	protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
		this.head.release();
		super.handlerRemoved0(ctx);
		if (ctx.channel().isOpen()) {
			this.exchanges.tunnel.decoderRemoved(ctx);
		}
	}

	/** Skips empty lines, and sees to it that nothing else comes before a request. */
	private boolean startsWell(ByteBuf in, List<Object> out) {
		if (!EmptyLines.skip(in)) {
			return false;
		}
		byte first = in.getByte(in.readerIndex());
		if (first <= ' ' || first == 0x7F) {
			try {
				this.scan.broke(HttpRule.LEADING_BYTES);
			}
			catch (HttpRuleException ex) {
				in.skipBytes(in.readableBytes());
				out.add(Refusals.undecoded(ex));
				return false;
			}
		}
		return true;
	}

	@Override
	protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
		if (this.checks) {
			this.scan.method(line, start, length);
		}
		return super.splitFirstWordInitialLine(line, start, length);
	}

	@Override
	protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
		if (this.checks) {
			this.scan.target(line, start, length);
		}
		return RequestTarget.withPath(super.splitSecondWordInitialLine(line, start, length));
	}

	@Override
	protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
		if (this.checks) {
			this.scan.version(line, start, length);
		}
		String version = super.splitThirdWordInitialLine(line, start, length);
		return isLaterMinor(version) ? HttpVersion.HTTP_1_1.text() : version;
	}

	/**
	 * RFC 9110 section 2.5: a message of a later minor version is processed as one of the
	 * highest that the server knows. Reactor Netty would answer with the version of the
	 * request, and so claim to know it.
	 */
	private static boolean isLaterMinor(String version) {
		return version.length() == 8 && version.charAt(7) > '1' && version.charAt(7) <= '9'
				&& version.startsWith("HTTP/1.");
	}

	@Override
	protected AsciiString splitHeaderName(byte[] line, int start, int length) {
		AsciiString name = super.splitHeaderName(line, start, length);
		this.scan.name(name);
		return name;
	}

	/** Goes on where a request was no upgrade, and was answered while it was read. */
	private void readAhead(ChannelHandlerContext ctx) {
		if (!this.ahead.isEmpty() && this.exchanges.accepts()) {
			try {
				resume();
			}
			catch (Exception ex) {
				ctx.fireExceptionCaught(ex);
			}
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		// Not the superclass, which reads on whenever nothing was decoded, also while
		// paused.
		this.head.release();
		readAhead(ctx);
		discardSomeReadBytes();
		if (!this.fired && !holdsNextMessage() && !ctx.channel().config().isAutoRead()) {
			ctx.read();
		}
		this.fired = false;
		ctx.fireChannelReadComplete();
	}

}
