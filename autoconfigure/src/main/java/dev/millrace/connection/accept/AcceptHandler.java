package dev.millrace.connection.accept;

import java.net.InetSocketAddress;
import java.util.List;

import dev.millrace.connection.GuardLog;
import dev.millrace.connection.MillracePipeline;
import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardMode;
import dev.millrace.worker.LogLimit;
import dev.millrace.worker.LoopTicker;
import dev.millrace.worker.Worker;
import dev.millrace.worker.Workers;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * First handler of a listener's pipeline: asks the {@link ConnectionFilter}s and the
 * {@link ConnectionLimiter} about each connection before it is given to a worker, and
 * holds the listener back while the server is full.
 */
public final class AcceptHandler extends ChannelDuplexHandler {

	/** Name of this handler in the pipeline of a listener. */
	public static final String NAME = MillracePipeline.ACCEPT;

	private static final Logger logger = LoggerFactory.getLogger(AcceptHandler.class);

	/** Connections that are accepted at once while there is room. */
	private static final int BATCH = 16;

	/**
	 * Connections that are answered with 503 at the same time; further ones are reset.
	 */
	private static final int MOST_REJECTS = 256;

	/** Time in which the event loop certainly looks at the listener once more. */
	private static final long LAST_LOOK_MILLIS = 10;

	private final List<ConnectionFilter> filters;

	private final ConnectionLimiter limiter;

	private final Workers workers;

	private final boolean tls;

	private final GuardLog log = new GuardLog();

	private final LogLimit failures = new LogLimit();

	private @Nullable ChannelHandlerContext context;

	private @Nullable Worker worker;

	private boolean paused;

	private boolean leaving;

	private int rejects;

	/**
	 * Creates the handler of one listener.
	 * @param filters the filters, in order
	 * @param limiter counts the connections of all listeners
	 * @param workers the workers, one of which counts what was turned away
	 * @param tls whether the listener speaks TLS
	 */
	public AcceptHandler(List<ConnectionFilter> filters, ConnectionLimiter limiter, Workers workers, boolean tls) {
		this.filters = List.copyOf(filters);
		this.limiter = limiter;
		this.workers = workers;
		this.tls = tls;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.context = ctx;
		this.worker = this.workers.find(ctx.channel().eventLoop());
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		this.limiter.resumed(this);
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (msg instanceof Channel child) {
			InetSocketAddress remote = (child.remoteAddress() instanceof InetSocketAddress address) ? address : null;
			if (remote != null && !ConnectionFilters.accept(this.filters, remote, child.localAddress())) {
				refused();
				reset(child);
				return;
			}
			Guard guard = this.limiter.enters(child, remote);
			if (guard != null && refuses(guard, (remote != null) ? remote : child.localAddress())) {
				refused();
				turnAway(ctx, child);
				return;
			}
			this.limiter.entered(child);
			if (this.limiter.full() && !this.leaving) {
				pause(ctx);
			}
		}
		ctx.fireChannelRead(msg);
	}

	private boolean refuses(Guard guard, Object whom) {
		// The listener pauses after a batch: connections of the batch that was accepted
		// before are let in.
		boolean pauses = guard == Guard.MAX && this.limiter.limits().pauses();
		boolean enforced = this.limiter.mode(guard) == GuardMode.ENFORCE;
		if (!pauses) {
			count(guard, enforced, whom);
		}
		return enforced && !pauses;
	}

	private void count(Guard guard, boolean enforced, Object whom) {
		this.log.log(guard, enforced, System.nanoTime(), whom);
		if (this.worker != null) {
			this.worker.guarded(guard, enforced);
		}
	}

	private void refused() {
		if (this.worker != null) {
			this.worker.connectionRejected();
		}
	}

	private void turnAway(ChannelHandlerContext ctx, Channel child) {
		this.limiter.left(child);
		if (this.limiter.limits().whenFull() != WhenFull.REJECT || this.tls || this.rejects >= MOST_REJECTS) {
			reset(child);
			return;
		}
		this.rejects++;
		child.closeFuture().addListener((ChannelFutureListener) (closed) -> this.rejects--);
		child.pipeline().addLast(new RejectHandler());
		ctx.channel().eventLoop().register(child);
	}

	private static void reset(Channel child) {
		child.config().setOption(ChannelOption.SO_LINGER, 0);
		child.unsafe().closeForcibly();
	}

	private void pause(ChannelHandlerContext ctx) {
		if (!this.paused) {
			this.paused = true;
			count(Guard.MAX, true, ctx.channel());
			// With auto-read on, the transport accepts without being asked.
			ctx.channel().config().setAutoRead(false);
			this.limiter.paused(this);
		}
	}

	/** Accepts again. May be called from any thread. */
	void resume() {
		ChannelHandlerContext ctx = this.context;
		if (ctx == null) {
			return;
		}
		if (!ctx.executor().inEventLoop()) {
			ctx.executor().execute(this::resume);
			return;
		}
		if (this.paused && !this.limiter.full()) {
			this.paused = false;
			this.limiter.resumed(this);
			ChannelConfig config = ctx.channel().config();
			if (config.isAutoRead()) {
				read(ctx);
			}
			else {
				config.setAutoRead(true);
			}
		}
	}

	/**
	 * Takes what waits in the accept queue, even more than the limit allows, and then
	 * closes the listener: the kernel resets what is left there. May be called from any
	 * thread.
	 */
	public void closeWhenEmpty() {
		ChannelHandlerContext ctx = this.context;
		if (ctx == null) {
			return;
		}
		if (!ctx.executor().inEventLoop()) {
			ctx.executor().execute(this::closeWhenEmpty);
			return;
		}
		this.leaving = true;
		this.paused = false;
		this.limiter.resumed(this);
		batch(ctx, Integer.MAX_VALUE);
		ctx.channel().config().setAutoRead(true);
		LoopTicker.after(ctx.executor(), LAST_LOOK_MILLIS, ctx::close);
	}

	private static void batch(ChannelHandlerContext ctx, int size) {
		if (ctx.channel().config().getRecvByteBufAllocator() instanceof MaxMessagesRecvByteBufAllocator batches
				&& batches.maxMessagesPerRead() != size) {
			batches.maxMessagesPerRead(size);
		}
	}

	/**
	 * An accept failed, most likely because the process has no file descriptor left.
	 * Reactor Netty tries again after a second.
	 */
	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (this.failures.count() > 0) {
			logger.warn("Cannot accept connections on {}: {}", ctx.channel().localAddress(), cause.toString());
		}
		ctx.fireExceptionCaught(cause);
	}

	/**
	 * Holds back the read that Reactor Netty asks for a second after an accept has
	 * failed, if the server is full.
	 */
	@Override
	public void read(ChannelHandlerContext ctx) {
		if (this.paused) {
			return;
		}
		if (this.limiter.limits().pauses() && !this.leaving) {
			batch(ctx, Math.max(1, Math.min(BATCH, this.limiter.free())));
		}
		ctx.read();
	}

}
