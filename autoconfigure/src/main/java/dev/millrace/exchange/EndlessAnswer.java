package dev.millrace.exchange;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import reactor.netty.channel.ChannelOperations;

/**
 * Answers without an end of their own: server-sent events, and what an application says
 * goes on until one side leaves. A server that shuts down ends them as if they had ended
 * by themselves, so that their clients connect again, elsewhere.
 */
public final class EndlessAnswer {

	private static final AttributeKey<Object> KEY = AttributeKey.valueOf("millrace.endless");

	private EndlessAnswer() {
	}

	/**
	 * Says that Reactor Netty's response in progress will have no end of its own. To be
	 * called before its head goes out, from any thread. Does nothing with any other
	 * object.
	 * @param response the response, an {@code HttpServerResponse} of Reactor Netty
	 */
	public static void expectOf(Object response) {
		if (response instanceof ChannelOperations<?, ?> operations) {
			operations.channel().attr(KEY).set(operations);
		}
	}

	/**
	 * Whether that was said of the response that is in progress. A mark left by an
	 * earlier response means nothing.
	 */
	@SuppressWarnings("ReferenceEquality") // the operations of one response
	static boolean isExpected(Channel channel) {
		return channel.hasAttr(KEY) && channel.attr(KEY).getAndSet(null) == ChannelOperations.get(channel);
	}

}
