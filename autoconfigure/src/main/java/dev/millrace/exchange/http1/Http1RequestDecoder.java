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
 * HTTP/1.1 decoder of every connection, behind TLS and the encoder. It knows where one
 * message ends and the next begins, and does not begin a message before the exchange of
 * the last one is over: bytes that a client sends ahead stay here as bytes. Confined to
 * the event loop.
 */
public final class Http1RequestDecoder extends HttpRequestDecoder {

	/*
	 * Implementation note.
	 *
	 * Idea: a subclass of Netty's parser sees the buffer in which received bytes are
	 * collected, so it knows exactly where one message ends and the next begins. A
	 * handler in front of Netty's HttpServerCodec cannot know it: that class is final,
	 * its decoder is private, and an empty buffer does not mean a boundary, because the
	 * parser consumes a head line by line. A request that is split behind a line end
	 * would be mistaken for the beginning of a new one, which is request smuggling.
	 *
	 * States, by two fields. "boundary" and not "headStarted": between two messages.
	 * "boundary" and "headStarted": bytes of a head have come, and the parser has
	 * consumed none. "headStarted" alone: within a head. Neither: within a body. decode()
	 * leaves a head or a body only when the parser has put something into "out"; a
	 * message ends with a LastHttpContent.
	 *
	 * A connection that is closing drops all bytes. At a boundary, in this order: (1)
	 * while an exchange is in progress nothing is consumed and reading is held; (2) the
	 * byte lane is offered the bytes; (3) empty lines before a request line are skipped
	 * (RFC 9112 section 2.2), and other control bytes refused; (4) Netty's parser reads.
	 *
	 * decode() may be called with an empty buffer: Netty hands a message on before it
	 * decodes the next one, and what handles the message may call resume(), which decodes
	 * the rest inside that call.
	 *
	 * What follows a request that may become a tunnel (Upgrade, CONNECT) is moved out of
	 * the buffer into "ahead". Netty gives the buffer to the handler that replaces this
	 * one, at a time at which it is not known whether these bytes are HTTP.
	 *
	 * Three methods of the superclass are replaced for what they would do:
	 * channelReadComplete reads whenever nothing was decoded, also while decoding is held
	 * back, so that a client could fill memory; decodeLast and the event of an ended
	 * input decode what is incomplete, and drop the requests that wait.
	 *
	 * RequestScan looks at the bytes of the request line and at names of fields through
	 * the split...() methods, because Netty's objects do not show which separators were
	 * sent. ChunkScan follows the lines of chunk sizes for the same reason.
	 *
	 * Decoder and encoder are two handlers, not one combined handler: Netty's WebSocket
	 * handshake looks for an HttpRequestDecoder and an HttpResponseEncoder, or else for
	 * an HttpServerCodec, and fails with "No HttpDecoder and no HttpServerCodec in the
	 * pipeline".
	 *
	 * Sources: RFC 9112 sections 2.2, 5, 6, 7.1 and 9.3.2; HttpObjectDecoder and
	 * ByteToMessageDecoder of Netty 4.2. Differential tests compare this decoder with and
	 * without the byte lane on random, damaged and hostile input.
	 */

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
	 * Whether something was received that is no HTTP, so that the start of the next
	 * message is unknown.
	 */
	boolean failed() {
		return this.failed;
	}

	/** Whether the head that was decoded last came without a body. */
	boolean wholeMessage() {
		return this.whole;
	}

	/** Whether the next byte begins a request. */
	boolean awaitsRequest() {
		return this.boundary && !this.headStarted && !holdsBytes();
	}

	/** What was seen in the bytes of the head that was decoded last. */
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

	/** Decodes the bytes that have waited. */
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
	 * The bytes that were received behind a request that may be an upgrade, {@code null}
	 * if there are none. To be released by the caller.
	 */
	@Nullable ByteBuf takeAhead() {
		return this.ahead.take();
	}

	/** Frees the bytes that wait, when the connection has ended. */
	void release() {
		this.ahead.release();
	}

	@Override
	protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
		this.head.release();
		// A message that was handed on may have had the rest decoded within that call.
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
	 * Offers the bytes to the byte lane.
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

	/** Called when a message was read without the parser. */
	void tookMessage(ByteBuf in) {
		this.fired = true;
		this.pipelined |= in.isReadable();
	}

	@Override
	protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
		// The client has left: an incomplete message stays incomplete, and is not
		// decoded.
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object evt) {
		// The superclass is not called: it would drop the requests that wait when the
		// input ends.
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

	/**
	 * Skips empty lines (RFC 9112 section 2.2), and refuses other control bytes before a
	 * request.
	 */
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

	/**
	 * Decodes the bytes behind a request that was no upgrade and was answered within the
	 * read.
	 */
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
		// The superclass is not called: it would read whenever nothing was decoded,
		// also while decoding is held back.
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
