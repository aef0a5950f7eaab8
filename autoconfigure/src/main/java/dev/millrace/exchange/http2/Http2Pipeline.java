package dev.millrace.exchange.http2;

import dev.millrace.connection.Protocol;
import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.ExchangeHandler;
import dev.millrace.exchange.ExchangeSettings;
import dev.millrace.exchange.foreign.ForeignHandlers;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2StreamChannel;
import reactor.netty.NettyPipeline;

/**
 * Puts the handlers of HTTP/2 into the pipelines of connections and of their streams.
 * Shared by all connections of a server.
 */
public final class Http2Pipeline {

	private final ExchangeSettings settings;

	private final long maxStreamHead;

	private final ForeignHandlers foreign;

	/**
	 * Creates what a server's pipelines share.
	 * @param settings filters and all else that exchanges share
	 * @param maxStreamHead most bytes of the head of a stream, as RFC 9113 section 6.5.2
	 * counts them; larger ones are answered 431
	 * @param foreign takes note of handlers of others
	 */
	public Http2Pipeline(ExchangeSettings settings, long maxStreamHead, ForeignHandlers foreign) {
		this.settings = settings;
		this.maxStreamHead = maxStreamHead;
		this.foreign = foreign;
	}

	/**
	 * Marks a connection as one of HTTP/2, and adds the handlers of its frames.
	 * @param pipeline the pipeline of the connection
	 * @param before name of the handler that gets the first byte of HTTP/2
	 * @param connection the connection
	 * @param protocol which HTTP/2 it is
	 */
	public void settleFrames(ChannelPipeline pipeline, String before, ServerConnection connection, Protocol protocol) {
		Http2FrameHandler frames = new Http2FrameHandler(connection, this.foreign);
		pipeline.addBefore(before, Http2FrameHandler.NAME, frames)
			.addLast(Http2FrameErrors.NAME, Http2FrameErrors.INSTANCE);
		connection.protocolSettled(protocol, frames);
	}

	/**
	 * Adds the handlers of a stream.
	 * @param stream the stream
	 * @param connection the connection that it belongs to
	 */
	public void addToStream(Http2StreamChannel stream, ServerConnection connection) {
		Http2FrameHandler frames = stream.parent().pipeline().get(Http2FrameHandler.class);
		Http2HeadCheck head = new Http2HeadCheck(this.maxStreamHead);
		stream.pipeline()
			.addFirst(Http2HeadCheck.NAME, head)
			.addBefore(NettyPipeline.HttpTrafficHandler, ExchangeHandler.NAME,
					new Http2ExchangeHandler(connection, this.settings, frames, stream.stream().id(), head));
	}

}
