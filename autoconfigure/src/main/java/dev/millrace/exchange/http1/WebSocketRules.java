package dev.millrace.exchange.http1;

import dev.millrace.connection.MillracePipeline;
import dev.millrace.exchange.ExchangeHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Enforces the rules of RFC 6455 that Netty's frame decoder leaves to other handlers, and
 * that Reactor Netty does not enforce: reserved bits stand for extensions (section 5.2),
 * text is UTF-8 (section 8.1), close codes end at 4999 (section 7.4). Stands right behind
 * {@link ExchangeHandler}, where the frames of extensions are decoded. After the first
 * error it drops all that follows.
 */
final class WebSocketRules extends Utf8FrameValidator {

	static final String NAME = MillracePipeline.WEBSOCKET_RULES;

	private static final int LAST_CLOSE_CODE = 4999;

	private final WebSocketEnd end;

	private boolean failed;

	WebSocketRules(WebSocketEnd end) {
		// The violation is answered below, in the same way for every rule.
		super(false);
		this.end = end;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
		if (!(msg instanceof WebSocketFrame frame)) {
			ctx.fireChannelRead(msg);
			return;
		}
		if (this.failed) {
			ReferenceCountUtil.release(msg);
			return;
		}
		String broken = broken(frame);
		if (broken != null) {
			frame.release();
			throw new CorruptedWebSocketFrameException(WebSocketCloseStatus.PROTOCOL_ERROR, broken);
		}
		if (frame instanceof CloseWebSocketFrame) {
			this.end.received();
		}
		super.channelRead(ctx, msg);
	}

	private static @Nullable String broken(WebSocketFrame frame) {
		if (frame.rsv() != 0) {
			return "RSV != 0 and no extension negotiated, RSV:" + frame.rsv();
		}
		return (frame instanceof CloseWebSocketFrame close && close.statusCode() > LAST_CLOSE_CODE)
				? "Invalid close frame status code: " + close.statusCode() : null;
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
		if (cause instanceof DecoderException) {
			this.failed = true;
			Throwable reason = (cause.getCause() instanceof DecoderException inner) ? inner : cause;
			this.end.fail(status(reason), reason.getMessage());
		}
		ctx.fireExceptionCaught(cause);
	}

	private static WebSocketCloseStatus status(Throwable reason) {
		if (reason instanceof CorruptedWebSocketFrameException broken) {
			return broken.closeStatus();
		}
		return (reason instanceof TooLongFrameException) ? WebSocketCloseStatus.MESSAGE_TOO_BIG
				: WebSocketCloseStatus.INVALID_PAYLOAD_DATA;
	}

}
