package dev.millrace.webflux;

import java.util.Set;

import dev.millrace.connection.PeerFault;
import dev.millrace.connection.PeerLog;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelOperations;

import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * The last handler of exceptions. It takes those that a client caused by leaving in the
 * middle of its request, or by a WebSocket handshake that the server cannot answer.
 * Spring would log each as an error of the server, with a stack trace, because the
 * response is not committed and so seems possible. All other exceptions are left to
 * Spring, which logs those of the application as usual.
 */
public final class ClientLeftHandler implements WebExceptionHandler, Ordered {

	/** Versions of the WebSocket protocol that Netty knows. */
	private static final Set<String> VERSIONS = Set.of("0", "7", "8", "13");

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
		PeerFault fault = fault(exchange, ex);
		if (fault == null) {
			return Mono.error(ex);
		}
		PeerLog.log(fault, exchange.getRequest().getRemoteAddress(), ex);
		Channel channel = channel(exchange.getRequest());
		if (channel != null && channel.isActive()) {
			// The handshake was refused, but Reactor Netty does not end the request.
			channel.close();
		}
		exchange.getResponse().setStatusCode(HttpStatus.INTERNAL_SERVER_ERROR);
		ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.ifPresent((observed) -> observed.setConnectionAborted(true));
		return Mono.empty();
	}

	private static @Nullable PeerFault fault(ServerWebExchange exchange, Throwable ex) {
		if (ex instanceof WebSocketHandshakeException || isUnknownVersion(exchange.getRequest(), ex)) {
			return PeerFault.WEB_SOCKET;
		}
		boolean left = DisconnectedClientHelper.isClientDisconnectedException(ex) && hasLeft(exchange.getRequest());
		return left ? PeerFault.DEPARTURE : null;
	}

	/**
	 * Reactor Netty before 1.3.8 answers an unknown version of WebSocket with 426, as it
	 * should, and then waits for a handshake that it did not begin, by
	 * {@code FutureMono.from(null)}. Reactor takes that frame off the stack trace, so the
	 * error is known by its message.
	 */
	private static boolean isUnknownVersion(ServerHttpRequest request, Throwable ex) {
		return ex instanceof NullPointerException && "future".equals(ex.getMessage())
				&& "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade())
				&& !VERSIONS.contains(String.valueOf(request.getHeaders().getFirst("Sec-WebSocket-Version")));
	}

	/**
	 * Whether the connection of the client itself is closed: the exception may come from
	 * a connection to another server that the application uses.
	 */
	private static boolean hasLeft(ServerHttpRequest request) {
		Channel channel = channel(request);
		return channel != null && !channel.isActive();
	}

	private static @Nullable Channel channel(ServerHttpRequest request) {
		ServerHttpRequest own = request;
		while (own instanceof ServerHttpRequestDecorator decorator) {
			own = decorator.getDelegate();
		}
		return (own instanceof AbstractServerHttpRequest known
				&& known.getNativeRequest() instanceof ChannelOperations<?, ?> operations) ? operations.channel()
						: null;
	}

}
