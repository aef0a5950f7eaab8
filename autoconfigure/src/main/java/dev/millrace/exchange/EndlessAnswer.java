package dev.millrace.exchange;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
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
	 * Looks at the head of an answer, and has proxies pass on its pieces at once if it is
	 * one that streams.
	 * @return whether the answer has no end of its own
	 */
	static boolean begins(ExchangeHandler handler, Exchange current, HttpResponse head) {
		if (head instanceof FullHttpResponse || HttpUtil.isContentLengthSet(head)) {
			current.endless(false);
			return false;
		}
		StreamTypes types = handler.settings().streams();
		boolean endless = isExpected(handler.context().channel(), current) || types.isEndless(head.headers());
		if (endless) {
			current.endless(true);
		}
		if (endless || types.isStreamed(head.headers())) {
			StreamTypes.passAtOnce(head.headers());
		}
		return endless;
	}

	@SuppressWarnings("ReferenceEquality") // a mark left by an earlier response means
											// nothing
	private static boolean isExpected(Channel channel, Exchange current) {
		return current.isEndless() || (current.passed && channel.hasAttr(KEY)
				&& channel.attr(KEY).getAndSet(null) == ChannelOperations.get(channel));
	}

	/** Ends the answer in progress, if it has no end of its own. */
	static void end(ExchangeHandler handler) {
		Exchange current = handler.exchange();
		if (current != null && current.headSent && current.isEndless() && !current.responseComplete) {
			handler.endAnswer(current);
		}
	}

}
