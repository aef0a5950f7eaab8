package dev.millrace.connection;

import reactor.netty.NettyPipeline;

/**
 * Names of Millrace's handlers in the pipelines of a server, as {@link NettyPipeline} has
 * those of Reactor Netty. A handler of the application can be placed by them, for
 * instance with {@code pipeline.addBefore(MillracePipeline.EXCHANGE, ...)}.
 *
 * <p>
 * From the network, on top, to the application; Reactor Netty's handlers without the
 * prefix of their names. What stands in brackets is there where it is configured:
 *
 * <pre>
 * HTTP/1.1                      HTTP/2, a connection           HTTP/2, a stream
 *
 * millrace.connection           millrace.connection            millrace.stream-head
 * [millrace.proxy-protocol]     [millrace.proxy-protocol]      h2ToHttp11Codec
 * [SslHandler]                  [SslHandler]                   millrace.exchange
 * millrace.encoder              [millrace.handshake-errors]    httpTrafficHandler
 * httpCodec, our decoder        millrace.frames                reactiveBridge
 * millrace.exchange             httpCodec
 * httpTrafficHandler            h2MultiplexHandler
 * reactiveBridge                millrace.frame-errors
 * </pre>
 *
 * {@code docs/architecture.md} shows the same with the classes, and a test compares it
 * with running servers.
 */
public final class MillracePipeline {

	/** First handler of a listener: decides who may connect. */
	public static final String ACCEPT = "millrace.accept";

	/** First handler of a connection: counts bytes, follows writes, hears the close. */
	public static final String CONNECTION = "millrace.connection";

	/** Watches the handlers that decide what a connection speaks, until that is known. */
	public static final String FRONT = "millrace.front";

	/** Takes the PROXY header and leaves; behind the connection's handler. */
	public static final String PROXY_PROTOCOL = "millrace.proxy-protocol";

	/** Keeps failed handshakes of TLS out of Reactor Netty's log. */
	public static final String HANDSHAKE_ERRORS = "millrace.handshake-errors";

	/**
	 * Waits for the end of the handshake of TLS, then installs the protocol's handlers.
	 */
	public static final String HANDSHAKE = "millrace.handshake";

	/** Waits for the first bytes of a port with HTTP/2 in clear text. */
	public static final String SETTLEMENT = "millrace.settlement";

	/** Waits for the first bytes of HTTP/1.1 behind a handler that decides about TLS. */
	public static final String HTTP1_SETTLEMENT = "millrace.http1-settlement";

	/**
	 * Refuses a request that asked for HTTP/2 by {@code Upgrade} and was not upgraded.
	 */
	public static final String UPGRADE = "millrace.upgrade";

	/** Encodes responses of HTTP/1.1; nearer to the network than the decoder. */
	public static final String ENCODER = "millrace.encoder";

	/**
	 * Carries each request through the filters and answers hot routes; right before
	 * {@link NettyPipeline#HttpTrafficHandler}, or before a compression that is always
	 * on.
	 */
	public static final String EXCHANGE = "millrace.exchange";

	/** Sees the frames of an HTTP/2 connection; right before its codec. */
	public static final String FRAMES = "millrace.frames";

	/** Keeps violations of HTTP/2 out of Netty's log; behind the codec. */
	public static final String FRAME_ERRORS = "millrace.frame-errors";

	/** First handler of an HTTP/2 stream: resets it if its head is malformed. */
	public static final String STREAM_HEAD = "millrace.stream-head";

	/** Ends a WebSocket as RFC 6455 asks for; before Netty's decoder of frames. */
	public static final String WEBSOCKET_END = "millrace.websocket-end";

	/** Checks frames of a WebSocket; behind the handler of exchanges. */
	public static final String WEBSOCKET_RULES = "millrace.websocket-rules";

	/** Logs violations of WebSocket; before {@link NettyPipeline#ReactiveBridge}. */
	public static final String WEBSOCKET_ERRORS = NettyPipeline.RIGHT + "millraceWebSocketErrors";

	private MillracePipeline() {
	}

}
