package dev.millrace.connection.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import dev.millrace.connection.MillracePipeline;
import dev.millrace.connection.ServerConnection;
import dev.millrace.connection.accept.ConnectionFilters;
import dev.millrace.worker.CloseReason;
import dev.millrace.worker.Guard;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Takes the PROXY header of a connection and leaves the pipeline, as the decoder before
 * it does. Closes connections of peers that are not trusted, and those that begin with
 * anything else.
 */
final class ProxyProtocolHandler extends ChannelInboundHandlerAdapter {

	static final String NAME = MillracePipeline.PROXY_PROTOCOL;

	private final ProxyProtocol rules;

	private final ServerConnection connection;

	private boolean done;

	ProxyProtocolHandler(ProxyProtocol rules, ServerConnection connection) {
		this.rules = rules;
		this.connection = connection;
	}

	@Override
	public void channelActive(ChannelHandlerContext ctx) {
		if (this.rules.proxies().trusts(ctx.channel().remoteAddress())) {
			ctx.fireChannelActive();
		}
		else {
			refuse();
		}
	}

	private void refuse() {
		this.connection.abort(Guard.PROXY_PROTOCOL);
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (!(msg instanceof HAProxyMessage header)) {
			ctx.fireChannelRead(msg);
			return;
		}
		try {
			this.done = true;
			InetSocketAddress client = client(header);
			if (client != null) {
				this.connection.proxiedAddress(client);
				this.rules.tell(ctx.channel(), this.connection);
			}
			if (client != null
					&& !ConnectionFilters.accept(this.rules.filters(), client, ctx.channel().localAddress())) {
				this.connection.worker().connectionRejected();
				this.connection.abort(CloseReason.FILTER);
			}
		}
		finally {
			header.release();
		}
	}

	/**
	 * The client that a header names; {@code null} for LOCAL and UNKNOWN, which proxies
	 * send for their own health checks and for clients that they cannot name.
	 */
	private static @Nullable InetSocketAddress client(HAProxyMessage header) {
		if (header.command() == HAProxyCommand.LOCAL || header.sourceAddress() == null) {
			return null;
		}
		InetAddress address = NetUtil.createInetAddressFromIpAddressString(header.sourceAddress());
		return (address != null) ? new InetSocketAddress(address, header.sourcePort()) : null;
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		ctx.fireChannelReadComplete();
		if (this.done && !ctx.isRemoved()) {
			if (!ctx.channel().config().isAutoRead()) {
				ctx.read();
			}
			ctx.pipeline().remove(this);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (!this.done && cause instanceof DecoderException) {
			refuse();
		}
		else {
			ctx.fireExceptionCaught(cause);
		}
	}

}
