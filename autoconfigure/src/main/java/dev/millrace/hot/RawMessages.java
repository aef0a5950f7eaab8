package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Shows raw handlers a request as one message in bytes: its head is written anew from
 * what was parsed and validated, its body follows.
 */
final class RawMessages {

	private static final ByteBuf HEAD_END = Unpooled
		.unreleasableBuffer(Unpooled.wrappedBuffer(new byte[] { '\r', '\n', '\r', '\n' }));

	private RawMessages() {
	}

	static void handle(RawHandler handler, String method, String target, int pathLength,
			Iterable<Map.Entry<String, String>> headers, @Nullable ByteBuf body, long connectionId, ByteBuf out)
			throws Exception {
		byte[] head = head(method, target, headers);
		int bodyLength = (body != null) ? body.readableBytes() : 0;
		byte[] bytes = new byte[head.length + bodyLength];
		System.arraycopy(head, 0, bytes, 0, head.length);
		if (body != null) {
			body.getBytes(body.readerIndex(), bytes, head.length, bodyLength);
		}
		int methodLength = method.length();
		handler.handle(new RawRequest(Unpooled.wrappedBuffer(bytes).asReadOnly(), methodLength, methodLength + 1,
				pathLength, head.length, connectionId), out);
		if (method.equals("HEAD")) {
			dropBody(out);
		}
	}

	private static byte[] head(String method, String target, Iterable<Map.Entry<String, String>> headers) {
		StringBuilder head = new StringBuilder(256).append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
		for (Map.Entry<String, String> header : headers) {
			head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
		}
		return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	/** So that handlers need not tell HEAD from GET. */
	private static void dropBody(ByteBuf out) {
		int end = ByteBufUtil.indexOf(HEAD_END.duplicate(), out);
		if (end >= 0) {
			out.writerIndex(end + HEAD_END.readableBytes());
		}
	}

}
