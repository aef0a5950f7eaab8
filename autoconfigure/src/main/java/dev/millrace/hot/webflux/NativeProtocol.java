package dev.millrace.hot.webflux;

import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.ClassUtils;

/**
 * The version of HTTP of a request that came through WebFlux, which does not tell it. The
 * request of the server below does, where that is Reactor Netty's.
 */
final class NativeProtocol {

	private static final boolean REACTOR_NETTY = ClassUtils.isPresent("reactor.netty.http.server.HttpServerRequest",
			NativeProtocol.class.getClassLoader());

	private NativeProtocol() {
	}

	/** The version, HTTP/1.1 where it is not known. */
	static String of(ServerHttpRequest request) {
		if (REACTOR_NETTY) {
			try {
				Object below = ServerHttpRequestDecorator.getNativeRequest(request);
				if (below instanceof HttpServerRequest netty) {
					return netty.protocol();
				}
			}
			catch (IllegalArgumentException | IllegalStateException ex) {
				// A request without a server, as tests make it.
			}
		}
		return "HTTP/1.1";
	}

}
