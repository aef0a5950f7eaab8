package dev.millrace.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * The two handlers that a tracing agent puts behind encoder and decoder: both make the
 * request in progress current while they pass messages on. A request that begins while
 * another is current is taken for a part of it.
 */
public final class AgentScopes {

	private final List<String> nested = new CopyOnWriteArrayList<>();

	private int waiting;

	private int depth;

	/** The targets of requests that began within another. */
	public List<String> nested() {
		return this.nested;
	}

	public ChannelHandler behindDecoder() {
		return new ChannelInboundHandlerAdapter() {
			@Override
			public void channelRead(ChannelHandlerContext ctx, Object msg) {
				if (msg instanceof HttpRequest request) {
					if (AgentScopes.this.depth > 0) {
						AgentScopes.this.nested.add(request.uri());
					}
					AgentScopes.this.waiting++;
				}
				within(() -> ctx.fireChannelRead(msg));
			}
		};
	}

	public ChannelHandler behindEncoder() {
		return new ChannelDuplexHandler() {
			@Override
			public void channelRead(ChannelHandlerContext ctx, Object msg) {
				within(() -> ctx.fireChannelRead(msg));
			}

			@Override
			public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
				if (msg instanceof LastHttpContent) {
					AgentScopes.this.waiting--;
				}
				ctx.write(msg, promise);
			}
		};
	}

	private void within(Runnable call) {
		if (this.waiting == 0) {
			call.run();
			return;
		}
		this.depth++;
		try {
			call.run();
		}
		finally {
			this.depth--;
		}
	}

}
