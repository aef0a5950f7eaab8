package dev.millrace.exchange.http2;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.millrace.connection.Closer;
import dev.millrace.connection.Http2FrameClock;
import dev.millrace.connection.MillracePipeline;
import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.ExchangeHandler;
import dev.millrace.exchange.PassedAddresses;
import dev.millrace.exchange.foreign.ForeignHandlers;
import dev.millrace.exchange.foreign.HandlerScan;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Stands before the codec of an HTTP/2 connection and sees what handlers of streams
 * cannot: frames that do not end, and how much a client takes of each answer. Closes the
 * connection with GOAWAY. Confined to the event loop.
 */
final class Http2FrameHandler extends ChannelDuplexHandler implements Closer {

	/*
	 * Implementation note.
	 *
	 * Idea: Netty's codec tells nothing of a frame until it is complete, and nothing of
	 * the windows that clients open. So this handler stands before the codec, reads the
	 * nine bytes at the head of each frame (Http2FrameScanner) and passes the bytes on
	 * unchanged.
	 *
	 * It serves three purposes. (1) A client that sends part of a frame, or HEADERS
	 * without the CONTINUATION that it promises, blocks the whole connection: if the end
	 * of a read finds something unfinished, the deadline of a request head starts, and it
	 * starts again only when a frame was completed since, so that one byte a second does
	 * not extend it. (2) A stream whose answer waits has a deadline for progress;
	 * WINDOW_UPDATE frames and the flow controller together tell how much the client has
	 * taken, as the bytes of all streams share one socket. (3) The handler is the Closer
	 * of the connection.
	 *
	 * Only streams that have waited after a flush are in "slow", and are told of
	 * WINDOW_UPDATE frames. A connection whose streams are all fast pays for the scan and
	 * for nothing else.
	 *
	 * Close in two steps (RFC 9113 section 6.8): the first GOAWAY names 2^31-1 as the
	 * last stream, so that requests which are on their way are served; the second, when
	 * the connection is closed gracefully, names the last stream that was begun. Netty's
	 * own timeout for streams in flight is switched off, because deadlines and the drain
	 * end them.
	 *
	 * Invariant: an HTTP/2 connection is idle only if no stream is active (busy()), also
	 * if no exchange is in progress: a stream is active before its head was decoded and
	 * until its last DATA frame was written.
	 *
	 * The layout of the first stream speaks for all: streams of a connection are prepared
	 * by the same initializer, and to walk the pipeline of each would cost every request.
	 *
	 * Sources: RFC 9113 sections 4.1, 5.2, 6.8, 6.9 and 6.10.
	 */

	static final String NAME = MillracePipeline.FRAMES;

	private final Http2FrameScanner scan = new Http2FrameScanner(this::enlarged);

	private final ServerConnection connection;

	private final Http2FrameClock clock;

	private final List<Http2StreamBacklog> flushed = new ArrayList<>();

	/** Streams that are slow. */
	private final IntObjectMap<Http2StreamBacklog> slow = new IntObjectHashMap<>();

	/** Streams whose answers do not end by themselves. */
	private final Set<Http2ExchangeHandler> endless = new LinkedHashSet<>(0);

	private final PassedAddresses addresses = new PassedAddresses();

	private long completed;

	private boolean unfinished;

	private boolean announced;

	private boolean closing;

	private final ForeignHandlers foreign;

	/** Set by the first stream; all streams have the same handlers. */
	private @Nullable Boolean leavesHotRoutes;

	private @Nullable ChannelHandlerContext context;

	Http2FrameHandler(ServerConnection connection, ForeignHandlers foreign) {
		this.connection = connection;
		this.foreign = foreign;
		this.clock = new Http2FrameClock(connection);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.context = ctx;
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		this.clock.ended();
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		this.clock.ended();
		ctx.fireChannelInactive();
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (msg instanceof ByteBuf bytes) {
			this.scan.scan(bytes);
		}
		ctx.fireChannelRead(msg);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		ctx.fireChannelReadComplete();
		boolean progress = this.scan.completed() != this.completed;
		if (progress) {
			this.completed = this.scan.completed();
			this.clock.ended();
		}
		boolean left = this.scan.unfinished();
		if (left && (progress || !this.unfinished)) {
			this.clock.begun();
		}
		this.unfinished = left;
		if (!this.announced && this.connection.draining()) {
			announceClose();
		}
	}

	/**
	 * Tells whether hot routes are left to WebFlux, because streams have foreign
	 * handlers. The first stream that asks is looked at, and speaks for all: walking each
	 * pipeline would cost every request.
	 */
	boolean leavesHotRoutes(ChannelPipeline stream) {
		if (this.leavesHotRoutes == null) {
			this.leavesHotRoutes = HandlerScan
				.of(stream, NettyPipeline.H2ToHttp11Codec, ExchangeHandler.NAME, this.foreign)
				.application();
		}
		return this.leavesHotRoutes;
	}

	/** Which filters have let the client pass by its address. */
	PassedAddresses addresses() {
		return this.addresses;
	}

	/** Looks after the next flush whether something of a stream still waits. */
	void flushes(Http2StreamBacklog stream) {
		this.flushed.add(stream);
	}

	@Override
	public void flush(ChannelHandlerContext ctx) {
		ctx.flush();
		if (!this.flushed.isEmpty()) {
			this.flushed.forEach(Http2StreamBacklog::flushed);
			this.flushed.clear();
		}
	}

	/** Tells a stream, until it ends, how much the client lets it send. */
	void watch(int streamId, Http2StreamBacklog stream) {
		this.slow.put(streamId, stream);
	}

	void forget(int streamId) {
		this.slow.remove(streamId);
	}

	private void enlarged(int streamId, int bytes) {
		Http2StreamBacklog stream = this.slow.get(streamId);
		if (stream != null) {
			stream.enlarged(bytes);
		}
	}

	/**
	 * Returns how many bytes of a stream were sent, less those that the client has
	 * allowed beyond the first window.
	 */
	int sent(int streamId) {
		Http2Connection streams = streams();
		Http2Stream stream = (streams != null) ? streams.stream(streamId) : null;
		if (streams == null || stream == null) {
			return 0;
		}
		Http2RemoteFlowController flow = streams.remote().flowController();
		return flow.initialWindowSize() - flow.windowSize(stream);
	}

	@Override
	public boolean busy() {
		Http2Connection streams = streams();
		return streams != null && streams.numActiveStreams() > 0;
	}

	/** Called when the answer of a stream begins that has no end of its own. */
	void endlessBegins(Http2ExchangeHandler stream) {
		this.endless.add(stream);
	}

	void ended(Http2ExchangeHandler stream) {
		if (!this.endless.isEmpty()) {
			this.endless.remove(stream);
		}
	}

	@Override
	public void endStreams() {
		List.copyOf(this.endless).forEach(ExchangeHandler::endEndless);
	}

	/**
	 * Sends the first GOAWAY, which refuses no stream: requests that are on their way are
	 * served (RFC 9113 section 6.8).
	 */
	@Override
	public void announceClose() {
		if (streams() != null && !this.announced) {
			this.announced = true;
			goAway(Integer.MAX_VALUE);
		}
	}

	/**
	 * Closes the connection when its streams have ended. There is no limit of time here:
	 * the drain and the deadlines of exchanges have theirs.
	 */
	@Override
	public void closeGracefully() {
		if (this.context != null && !this.closing) {
			this.closing = true;
			Http2FrameCodec codec = codec();
			if (codec != null) {
				codec.gracefulShutdownTimeoutMillis(-1);
			}
			if (this.announced) {
				goAway(0);
			}
			this.context.channel().close();
		}
	}

	private void goAway(int moreStreams) {
		if (this.context != null) {
			Http2GoAwayFrame frame = new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR);
			frame.setExtraStreamIds(moreStreams);
			this.context.channel().writeAndFlush(frame);
		}
	}

	private @Nullable Http2Connection streams() {
		Http2FrameCodec codec = codec();
		return (codec != null) ? codec.connection() : null;
	}

	private @Nullable Http2FrameCodec codec() {
		return (this.context != null) ? this.context.pipeline().get(Http2FrameCodec.class) : null;
	}

}
