package dev.millrace.transport.server;

import java.util.List;
import java.util.Map;

import dev.millrace.connection.ConnectionHandler;
import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.Protocol;
import dev.millrace.connection.ServerConnection;
import dev.millrace.connection.proxy.ProxyProtocol;
import dev.millrace.exchange.ExchangeSettings;
import dev.millrace.exchange.foreign.ForeignHandler;
import dev.millrace.exchange.foreign.ForeignHandlers;
import dev.millrace.exchange.http1.Http1Pipeline;
import dev.millrace.exchange.http2.Http2Pipeline;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpRequestDecoderSpec;
import reactor.netty.http.server.HttpServer;

/**
 * Puts Millrace's handlers into Reactor Netty's pipelines. It looks for Reactor Netty's
 * handlers by name and type. Where it does not find them it changes nothing and logs that
 * once; the connection is served as without Millrace.
 */
public final class PipelineInstaller implements PipelineStatus {

	/** No connection was opened yet. */
	private static final String PENDING = "pending";

	private static final String INSTALLED = "millrace";

	private static final String UNKNOWN = "unknown";

	private static final Logger logger = LoggerFactory.getLogger(PipelineInstaller.class);

	private final ConnectionRegistry registry;

	private final ExchangeSettings settings;

	private final @Nullable ProxyProtocol proxyProtocol;

	private volatile String pipeline = PENDING;

	private volatile @Nullable ExchangePipelines exchanges;

	/**
	 * Creates an installer.
	 * @param registry where connections are tracked
	 * @param settings what exchanges share
	 * @param proxyProtocol takes the PROXY header of connections, {@code null} if they
	 * have none
	 */
	public PipelineInstaller(ConnectionRegistry registry, ExchangeSettings settings,
			@Nullable ProxyProtocol proxyProtocol) {
		this.registry = registry;
		this.settings = settings;
		this.proxyProtocol = proxyProtocol;
	}

	@Override
	public String pipeline() {
		return this.pipeline;
	}

	@Override
	public List<ForeignHandler> handlers() {
		ExchangePipelines installed = this.exchanges;
		return (installed == null) ? List.of() : installed.foreign().all();
	}

	/**
	 * Adds the installer to a server. To be called last, when all else is configured.
	 * @param server the server
	 * @return the server whose pipelines carry Millrace's handlers
	 */
	public HttpServer install(HttpServer server) {
		HttpRequestDecoderSpec decoder = server.configuration().decoder();
		Http2HeadLimit streamHead = Http2HeadLimit.of(server);
		ForeignHandlers foreign = new ForeignHandlers();
		Http1Pipeline http1 = new Http1Pipeline(this.settings, decoderConfig(decoder),
				server.configuration().idleTimeout(), server.configuration().maxKeepAliveRequests(), foreign);
		Http2Pipeline http2 = new Http2Pipeline(this.settings, streamHead.bytes(), foreign);
		ExchangePipelines exchanges = new ExchangePipelines(http1, http2, foreign);
		this.exchanges = exchanges;
		boolean upgradeBodies = decoder.h2cMaxContentLength() > 0;
		return streamHead.raise(server)
			.doOnChannelInit((observer, channel, remote) -> connectionOpened(channel, exchanges, upgradeBodies))
			.childObserve((connection, state) -> streamOpened(connection, state, exchanges));
	}

	@SuppressWarnings("deprecation") // a user may still have set the size of chunks
	private static HttpDecoderConfig decoderConfig(HttpRequestDecoderSpec decoder) {
		return new HttpDecoderConfig().setMaxInitialLineLength(decoder.maxInitialLineLength())
			.setMaxHeaderSize(decoder.maxHeaderSize())
			.setMaxChunkSize(decoder.maxChunkSize())
			.setValidateHeaders(decoder.validateHeaders())
			.setInitialBufferSize(decoder.initialBufferSize())
			.setAllowDuplicateContentLengths(decoder.allowDuplicateContentLengths())
			.setAllowPartialChunks(decoder.allowPartialChunks());
	}

	private void connectionOpened(Channel channel, ExchangePipelines exchanges, boolean upgradeBodies) {
		ServerConnection connection = this.registry.open(channel);
		if (connection == null) {
			return;
		}
		ChannelPipeline pipeline = channel.pipeline();
		pipeline.addFirst(ConnectionHandler.NAME, new ConnectionHandler(connection));
		boolean tls = encrypted(pipeline);
		boolean decided = tls || !decidesLater(pipeline);
		if (tls) {
			connection.handshakeStarted();
		}
		if (!decided) {
			pipeline.addAfter(ConnectionHandler.NAME, FrontWatch.NAME, new FrontWatch(connection));
		}
		if (tls || !decided) {
			pipeline.addBefore(NettyPipeline.ReactiveBridge, HandshakeHandler.NAME,
					new HandshakeHandler(this, exchanges, connection));
			if (pipeline.get(NettyPipeline.H2OrHttp11Codec) != null) {
				pipeline.addBefore(NettyPipeline.H2OrHttp11Codec, HandshakeErrors.NAME, HandshakeErrors.INSTANCE);
			}
		}
		if (!decided && pipeline.get(NettyPipeline.HttpCodec) instanceof HttpServerCodec) {
			pipeline.addBefore(NettyPipeline.HttpCodec, Http1Settlement.NAME,
					new Http1Settlement(this, exchanges, connection));
		}
		else if (pipeline.get(NettyPipeline.HttpCodec) != null) {
			codecReady(pipeline, exchanges, connection);
		}
		else if (pipeline.get(NettyPipeline.H2CUpgradeHandler) != null) {
			pipeline.addBefore(NettyPipeline.H2CUpgradeHandler, CleartextSettlement.NAME,
					new CleartextSettlement(exchanges, connection, this, upgradeBodies));
		}
		else if (pipeline.get(NettyPipeline.H2OrHttp11Codec) == null) {
			unknown(pipeline);
		}
		if (this.proxyProtocol != null) {
			this.proxyProtocol.addTo(pipeline, connection);
		}
	}

	/**
	 * Whether the connection speaks TLS, also where the certificate is still being chosen
	 * by the name that the client asks for.
	 */
	static boolean encrypted(ChannelPipeline pipeline) {
		return pipeline.get(SslHandler.class) != null || pipeline.get(AbstractSniHandler.class) != null;
	}

	/**
	 * Whether a handler before the codec may still change what the connection is: Reactor
	 * Netty's detector of TLS, or any handler of the application.
	 */
	private static boolean decidesLater(ChannelPipeline pipeline) {
		for (Map.Entry<String, ChannelHandler> handler : pipeline) {
			String name = handler.getKey();
			if (NettyPipeline.HttpCodec.equals(name) || NettyPipeline.H2CUpgradeHandler.equals(name)
					|| NettyPipeline.ReactiveBridge.equals(name)) {
				return false;
			}
			if (NettyPipeline.NonSslRedirectDetector.equals(name)
					|| ForeignHandlers.isForeign(name, handler.getValue())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Called when the codec of a connection stands in its pipeline, HTTP/1.1 or HTTP/2.
	 */
	void codecReady(ChannelPipeline pipeline, ExchangePipelines exchanges, ServerConnection connection) {
		ChannelHandler codec = pipeline.get(NettyPipeline.HttpCodec);
		if (codec instanceof HttpServerCodec && pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
			exchanges.http1().replaceCodec(pipeline, codec, connection);
			installed();
		}
		else if (pipeline.get(NettyPipeline.H2MultiplexHandler) != null) {
			boolean tls = encrypted(pipeline);
			exchanges.http2()
				.settleFrames(pipeline, NettyPipeline.HttpCodec, connection, tls ? Protocol.H2 : Protocol.H2C);
		}
		else {
			unknown(pipeline);
		}
	}

	private void streamOpened(Connection streamConnection, ConnectionObserver.State state,
			ExchangePipelines exchanges) {
		if (!ConnectionObserver.State.CONNECTED.equals(state)
				|| !(streamConnection.channel() instanceof Http2StreamChannel stream)) {
			return;
		}
		ServerConnection connection = ServerConnection.of(stream);
		if (connection == null) {
			return;
		}
		if (!connection.protocol().multiplexed()) {
			// An upgrade from HTTP/1.1: the client sends its connection preface after the
			// 101.
			ChannelPipeline parent = stream.parent().pipeline();
			exchanges.http2()
				.settleFrames(parent, parent.context(Http2FrameCodec.class).name(), connection, Protocol.H2C);
		}
		if (this.proxyProtocol != null) {
			this.proxyProtocol.tell(stream.parent(), connection);
		}
		if (stream.pipeline().get(NettyPipeline.HttpTrafficHandler) != null) {
			exchanges.http2().addToStream(stream, connection);
			installed();
		}
		else {
			unknown(stream.pipeline());
		}
	}

	void installed() {
		if (this.pipeline.equals(PENDING)) {
			this.pipeline = INSTALLED;
		}
	}

	void unknown(ChannelPipeline layout) {
		if (!this.pipeline.equals(UNKNOWN)) {
			this.pipeline = UNKNOWN;
			logger.error("Unknown layout of a pipeline, Millrace steps aside: {}", layout.names());
		}
	}

}
