package dev.millrace.exchange.http1;

import dev.millrace.connection.MillracePipeline;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.message.NettyMessages;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/1.1 encoder of every connection, right before the decoder. It asks the
 * exchange in progress for the method that a response answers, where Netty's codec keeps
 * a queue of methods. Answers that are bytes already are written from its context, past
 * the encoding. A handler of others that stands between the decoder and the handler of
 * exchanges may answer a request that has not become an exchange; such an answer is seen
 * here.
 */
public final class Http1ResponseEncoder extends HttpResponseEncoder {

	/** Name of this handler in the pipeline. */
	public static final String NAME = MillracePipeline.ENCODER;

	private final Http1ExchangeHandler exchanges;

	/** Status of the answer that a handler of others is writing. */
	private int status;

	Http1ResponseEncoder(Http1ExchangeHandler exchanges) {
		this.exchanges = exchanges;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.exchanges.output.attach(ctx);
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) throws Exception {
		Http1Handover handover = this.exchanges.handover;
		if (!handover.looksAtAnswers()) {
			super.write(ctx, msg, promise);
			return;
		}
		boolean foreign = handover.isForeign();
		if (foreign && msg instanceof HttpResponse response) {
			this.status = response.status().code();
		}
		boolean last = NettyMessages.isLast(msg) && !NettyMessages.isInterim(msg);
		super.write(ctx, msg, promise);
		if (last && foreign) {
			handover.answered(this.status);
		}
		else if (last) {
			handover.encoded();
		}
	}

	@Override
	protected void sanitizeHeadersBeforeEncode(HttpResponse response, boolean alwaysEmpty) {
		if (!alwaysEmpty && tunnels(response)) {
			response.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
			return;
		}
		super.sanitizeHeadersBeforeEncode(response, alwaysEmpty);
	}

	@Override
	protected boolean isContentAlwaysEmpty(HttpResponse response) {
		return HttpMethod.HEAD.equals(method()) || super.isContentAlwaysEmpty(response);
	}

	private boolean tunnels(HttpResponse response) {
		return HttpMethod.CONNECT.equals(method()) && response.status().codeClass() == HttpStatusClass.SUCCESS;
	}

	private @Nullable HttpMethod method() {
		Exchange current = this.exchanges.exchange();
		return (current != null) ? current.method() : this.exchanges.handover.method();
	}

}
