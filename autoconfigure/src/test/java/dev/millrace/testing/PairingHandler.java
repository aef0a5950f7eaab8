package dev.millrace.testing;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Pairs each response with the request that it answers, as the handlers of tracing agents
 * do: requests wait in a queue, the end of a response takes the first of them.
 */
public final class PairingHandler extends ChannelDuplexHandler {

	private final List<String> pairs = new CopyOnWriteArrayList<>();

	private final List<String> ends = new CopyOnWriteArrayList<>();

	private final Queue<String> waiting = new ArrayDeque<>();

	private String request = "";

	private int status;

	/**
	 * The request targets, each with the status of the response that was paired with it.
	 */
	public List<String> pairs() {
		return this.pairs;
	}

	/** The targets of the requests whose last content was seen. */
	public List<String> ends() {
		return this.ends;
	}

	/** How many requests were not answered, as far as this handler knows. */
	public int waiting() {
		return this.waiting.size();
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (msg instanceof HttpRequest head) {
			this.request = head.uri();
			this.waiting.add(head.uri());
		}
		if (msg instanceof LastHttpContent) {
			this.ends.add(this.request);
		}
		ctx.fireChannelRead(msg);
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		if (msg instanceof HttpResponse response && response.status().code() >= 200) {
			this.status = response.status().code();
		}
		if (msg instanceof LastHttpContent && this.status != 0) {
			this.pairs.add(this.waiting.poll() + " " + this.status);
			this.status = 0;
		}
		ctx.write(msg, promise);
	}

}
