package dev.millrace.exchange.http1;

import java.time.Duration;
import java.util.List;

import dev.millrace.connection.Closer;
import dev.millrace.connection.ConnectionHandler;
import dev.millrace.connection.Protocol;
import dev.millrace.connection.ServerConnection;
import dev.millrace.connection.direct.DirectWire;
import dev.millrace.exchange.ByteLane;
import dev.millrace.exchange.ExchangeHandler;
import dev.millrace.exchange.ExchangeSettings;
import dev.millrace.exchange.foreign.ForeignHandlers;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Puts the handlers of HTTP/1.1 into pipelines. Shared by all connections of a server.
 */
public final class Http1Pipeline {

	/**
	 * The handlers with which a pipeline begins if no handler of others sees its bytes.
	 */
	private static final List<String> OWN_WIRE = List.of(ConnectionHandler.NAME, Http1ResponseEncoder.NAME,
			Http1RequestDecoder.NAME);

	private final ExchangeSettings settings;

	private final Http1DecoderSettings decoding;

	private final ForeignHandlers foreign;

	private final int maxRequests;

	/**
	 * Creates what a server's pipelines share, without a limit of requests.
	 * @param settings filters and all else that exchanges share
	 * @param decoder limits of the decoder
	 * @param idleTimeout idle timeout that Reactor Netty was told, if any
	 */
	public Http1Pipeline(ExchangeSettings settings, HttpDecoderConfig decoder, @Nullable Duration idleTimeout) {
		this(settings, decoder, idleTimeout, -1, new ForeignHandlers());
	}

	/**
	 * Creates what a server's pipelines share.
	 * @param settings filters and all else that exchanges share
	 * @param decoder limits of the decoder
	 * @param idleTimeout idle timeout that Reactor Netty was told, if any
	 * @param maxRequests requests that Reactor Netty was told a connection may have, -1
	 * for no limit
	 * @param foreign takes note of handlers of others
	 */
	public Http1Pipeline(ExchangeSettings settings, HttpDecoderConfig decoder, @Nullable Duration idleTimeout,
			int maxRequests, ForeignHandlers foreign) {
		this.settings = settings;
		this.maxRequests = maxRequests;
		this.foreign = foreign;
		HttpDecoderConfig strict = settings.rules().strict(decoder);
		this.decoding = new Http1DecoderSettings(strict, settings.rules(), idleTimeout, plain(settings, strict));
	}

	private static @Nullable ByteLaneReader plain(ExchangeSettings settings, HttpDecoderConfig config) {
		boolean none = settings.byteLane().equals(ByteLane.NONE);
		return none ? null : new ByteLaneReader(settings.byteLane(), config, settings.rules(), settings.listeners());
	}

	/**
	 * Takes the place of the codec of a connection.
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
		DirectWire wire = DirectWire.of(connection, OWN_WIRE);
		Http1ExchangeHandler exchanges = new Http1ExchangeHandler(connection, this.settings, this.decoding,
				this.foreign, wire);
		Closer closer = new Http1Closer(exchanges);
		connection.protocolSettled(Protocol.HTTP_1, closer);
		// Before a compression that is always on, so that filters see bodies after it, as
		// the client gets them.
		boolean compressed = pipeline.get(NettyPipeline.CompressionHandler) != null;
		pipeline.addBefore(compressed ? NettyPipeline.CompressionHandler : NettyPipeline.HttpTrafficHandler,
				ExchangeHandler.NAME, exchanges);
		// The encoder stands nearer to the network, as in Netty's combined codec: a
		// handler that replaces the decoder after an upgrade writes from the place of
		// the decoder, through the encoder.
		pipeline.replace(codec, Http1RequestDecoder.NAME, exchanges.decoder());
		pipeline.addBefore(Http1RequestDecoder.NAME, Http1ResponseEncoder.NAME, exchanges.encoder);
		if (wire != null) {
			wire.inputTo(new Http1DirectReader(exchanges, wire));
		}
		connection.allowHalfClose();
		return closer;
	}

}
