package dev.millrace.exchange;

import dev.millrace.connection.ServerConnection;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http2.Http2StreamChannel;
import reactor.netty.NettyPipeline;

/**
 * Puts the handlers of this package into pipelines. Shared by all connections of a
 * server.
 */
public final class ExchangePipeline {

	private final ExchangeSettings settings;

	private final DecoderSettings decoding;

	/**
	 * Creates what a server's pipelines share.
	 * @param settings filters and all else that exchanges share
	 * @param decoder limits of the HTTP/1.1 decoder
	 */
	public ExchangePipeline(ExchangeSettings settings, HttpDecoderConfig decoder) {
		this.settings = settings;
		this.decoding = new DecoderSettings(decoder, LineRules.LENIENT);
	}

	/**
	 * Takes the place of the HTTP/1.1 codec of a connection.
	 * @param pipeline the pipeline of the connection
	 * @param codec the codec to replace, right before
	 * {@link NettyPipeline#HttpTrafficHandler}
	 * @param connection the connection
	 */
	public void replaceCodec(ChannelPipeline pipeline, ChannelHandler codec, ServerConnection connection) {
		Http1ExchangeHandler exchanges = new Http1ExchangeHandler(connection, this.settings, this.decoding);
		pipeline.addBefore(NettyPipeline.HttpTrafficHandler, ExchangeHandler.NAME, exchanges);
		pipeline.replace(codec, RequestDecoder.NAME, exchanges.decoder());
		pipeline.addAfter(RequestDecoder.NAME, NettyPipeline.HttpCodec, exchanges.encoder());
	}

	/**
	 * Adds the handler of an HTTP/2 stream.
	 * @param stream the stream
	 * @param connection the connection that it belongs to
	 */
	public void addToStream(Http2StreamChannel stream, ServerConnection connection) {
		stream.pipeline()
			.addBefore(NettyPipeline.HttpTrafficHandler, ExchangeHandler.NAME,
					new StreamExchangeHandler(connection, this.settings));
	}

}
