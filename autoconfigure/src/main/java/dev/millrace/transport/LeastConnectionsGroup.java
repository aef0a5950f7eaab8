package dev.millrace.transport;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;

/**
 * Event loops of which the one with the fewest channels gets each new channel. Loops with
 * equally many take turns.
 */
final class LeastConnectionsGroup extends MultiThreadIoEventLoopGroup {

	private final EventLoop[] loops;

	private final AtomicIntegerArray channels;

	private final AtomicInteger turn = new AtomicInteger();

	LeastConnectionsGroup(int count, ThreadFactory threads, IoHandlerFactory handlers) {
		super(count, threads, handlers);
		this.loops = new EventLoop[count];
		this.channels = new AtomicIntegerArray(count);
		int index = 0;
		for (EventExecutor executor : this) {
			this.loops[index++] = (EventLoop) executor;
		}
	}

	@Override
	public ChannelFuture register(Channel channel) {
		int chosen = least();
		this.channels.incrementAndGet(chosen);
		channel.closeFuture().addListener((ChannelFutureListener) (closed) -> this.channels.decrementAndGet(chosen));
		return this.loops[chosen].register(channel);
	}

	private int least() {
		int count = this.loops.length;
		int start = Math.floorMod(this.turn.getAndIncrement(), count);
		int least = start;
		for (int i = 1; i < count; i++) {
			int candidate = (start + i) % count;
			if (this.channels.get(candidate) < this.channels.get(least)) {
				least = candidate;
			}
		}
		return least;
	}

}
