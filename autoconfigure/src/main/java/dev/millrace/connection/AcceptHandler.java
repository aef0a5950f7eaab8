package dev.millrace.connection;

import java.net.InetSocketAddress;
import java.util.List;

import dev.millrace.connection.ConnectionFilter.Decision;
import dev.millrace.worker.Worker;
import dev.millrace.worker.Workers;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;

/**
 * First handler of a listener's pipeline: asks the {@link ConnectionFilter}s about each
 * connection before it is given to a worker.
 */
public final class AcceptHandler extends ChannelInboundHandlerAdapter {

	/** Name of this handler in the pipeline of a listener. */
	public static final String NAME = "millrace.accept";

	private final List<ConnectionFilter> filters;

	private final Workers workers;

	/**
	 * Creates the handler of one listener.
	 * @param filters the filters, in order
	 * @param workers the workers, one of which counts what was turned away
	 */
	public AcceptHandler(List<ConnectionFilter> filters, Workers workers) {
		this.filters = List.copyOf(filters);
		this.workers = workers;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (msg instanceof Channel child && child.remoteAddress() instanceof InetSocketAddress remote
				&& child.localAddress() instanceof InetSocketAddress local && !accepts(remote, local)) {
			child.config().setOption(ChannelOption.SO_LINGER, 0);
			child.unsafe().closeForcibly();
			Worker worker = this.workers.find(ctx.channel().eventLoop());
			if (worker != null) {
				worker.connectionRejected();
			}
			return;
		}
		ctx.fireChannelRead(msg);
	}

	private boolean accepts(InetSocketAddress remote, InetSocketAddress local) {
		for (ConnectionFilter filter : this.filters) {
			if (filter.decide(remote, local) != Decision.ACCEPT) {
				return false;
			}
		}
		return true;
	}

}
