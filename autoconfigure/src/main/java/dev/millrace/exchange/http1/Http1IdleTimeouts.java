package dev.millrace.exchange.http1;

import java.time.Duration;

import dev.millrace.exchange.Exchange;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpConnectionLiveness;
import reactor.netty.http.IdleTimeoutHandler;

/**
 * Keeps Reactor Netty's idle timeout, where one was set in code, from closing connections
 * on which an answer of our own is being made: Reactor Netty does so itself only for
 * requests that reach it.
 */
final class Http1IdleTimeouts {

	private final @Nullable Duration timeout;

	private boolean suspended;

	Http1IdleTimeouts(@Nullable Duration timeout) {
		this.timeout = timeout;
	}

	void readEnded(ChannelHandlerContext ctx, @Nullable Exchange current) {
		if (this.timeout != null && !this.suspended && current != null && !current.passed()) {
			this.suspended = true;
			IdleTimeoutHandler.removeIdleTimeoutHandler(ctx.pipeline());
		}
	}

	void exchangeEnded(ChannelHandlerContext ctx) {
		if (this.suspended) {
			this.suspended = false;
			IdleTimeoutHandler.addIdleTimeoutHandler(ctx.pipeline(), this.timeout, HttpConnectionLiveness.CLOSE);
		}
	}

}
