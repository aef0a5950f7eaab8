package dev.millrace.exchange;

import java.time.Duration;

import dev.millrace.connection.Closer;
import dev.millrace.connection.Protocol;
import dev.millrace.connection.ServerConnection;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Puts the handlers of this package into pipelines. Shared by all connections of a
 * server.
 */
public final class ExchangePipeline {

	private final ExchangeSettings settings;

	private final DecoderSettings decoding;

	private final long maxStreamHead;

	private final ForeignHandlers foreign = new ForeignHandlers();

	private final int maxRequests;

	/**
	 * Creates what a server's pipelines share.
	 * @param settings filters and all else that exchanges share
	 * @param decoder limits of the HTTP/1.1 decoder
	 * @param idleTimeout idle timeout that Reactor Netty was told, if any
	 */
	public ExchangePipeline(ExchangeSettings settings, HttpDecoderConfig decoder, @Nullable Duration idleTimeout) {
		this(settings, decoder, idleTimeout, -1, Long.MAX_VALUE);
	}

	/**
	 * Creates what a server's pipelines share.
	 * @param settings filters and all else that exchanges share
	 * @param decoder limits of the HTTP/1.1 decoder
	 * @param idleTimeout idle timeout that Reactor Netty was told, if any
	 * @param maxRequests requests that Reactor Netty was told an HTTP/1.1 connection may
	 * have, -1 for no limit
	 * @param maxStreamHead most bytes of the head of an HTTP/2 stream, as RFC 9113
	 * section 6.5.2 counts them; larger ones are answered 431
	 */
	public ExchangePipeline(ExchangeSettings settings, HttpDecoderConfig decoder, @Nullable Duration idleTimeout,
			int maxRequests, long maxStreamHead) {
		this.settings = settings;
		this.maxStreamHead = maxStreamHead;
		this.maxRequests = maxRequests;
		HttpDecoderConfig strict = settings.rules().strict(decoder);
		this.decoding = new DecoderSettings(strict, settings.rules(), idleTimeout, plain(settings, strict));
	}

	/**
	 * The handlers of others that requests of this server pass.
	 * @return the handlers
	 */
	public ForeignHandlers foreignHandlers() {
		return this.foreign;
	}

	private static @Nullable PlainRequests plain(ExchangeSettings settings, HttpDecoderConfig config) {
		boolean none = settings.byteLane().equals(ByteLane.NONE);
		return none ? null : new PlainRequests(settings.byteLane(), config, settings.rules(), settings.listeners());
	}

	/**
	 * Takes the place of the HTTP/1.1 codec of a connection.
	 * @param pipeline the pipeline of the connection
	 * @param codec the codec to replace, right before
	 * {@link NettyPipeline#HttpTrafficHandler}
	 * @param connection the connection
	 * @return closes the connection
	 */
	public Closer replaceCodec(ChannelPipeline pipeline, ChannelHandler codec, ServerConnection connection) {
		if (this.maxRequests > 0) {
			connection.limitRequests(this.maxRequests);
		}
		Http1ExchangeHandler exchanges = new Http1ExchangeHandler(connection, this.settings, this.decoding,
				this.foreign);
		// Nearer to the network than a compression that is always on.
		boolean compressed = pipeline.get(NettyPipeline.CompressionHandler) != null;
		pipeline.addBefore(compressed ? NettyPipeline.CompressionHandler : NettyPipeline.HttpTrafficHandler,
				ExchangeHandler.NAME, exchanges);
		// The encoder stands nearer to the network, as in Netty's combined codec: what
		// takes
		// their places by an upgrade answers from the place of the decoder.
		pipeline.replace(codec, RequestDecoder.NAME, exchanges.decoder());
		pipeline.addBefore(RequestDecoder.NAME, ResponseEncoder.NAME, exchanges.encoder);
		exchanges.output.direct.begin();
		connection.allowHalfClose();
		return exchanges.closer;
	}

	/**
	 * Says that a connection speaks HTTP/2, and adds the handlers of its frames.
	 * @param pipeline the pipeline of the connection
	 * @param before name of the handler that gets the first byte of HTTP/2
	 * @param connection the connection
	 * @param protocol which HTTP/2 it is
	 */
	public void settleFrames(ChannelPipeline pipeline, String before, ServerConnection connection, Protocol protocol) {
		FrameHandler frames = new FrameHandler(connection, this.foreign);
		pipeline.addBefore(before, FrameHandler.NAME, frames).addLast(FrameErrors.NAME, FrameErrors.INSTANCE);
		connection.protocolSettled(protocol, frames);
	}

	/**
	 * Adds the handler of an HTTP/2 stream.
	 * @param stream the stream
	 * @param connection the connection that it belongs to
	 */
	public void addToStream(Http2StreamChannel stream, ServerConnection connection) {
		FrameHandler frames = stream.parent().pipeline().get(FrameHandler.class);
		StreamHeadCheck head = new StreamHeadCheck(this.maxStreamHead);
		stream.pipeline()
			.addFirst(StreamHeadCheck.NAME, head)
			.addBefore(NettyPipeline.HttpTrafficHandler, ExchangeHandler.NAME,
					new StreamExchangeHandler(connection, this.settings, frames, stream.stream().id(), head));
	}

}
