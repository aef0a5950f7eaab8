package dev.millrace.hot;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Shows raw handlers a request as one message in bytes. Internal.
 */
public final class RawMessages {

	private RawMessages() {
	}

	/**
	 * Calls a handler.
	 * @param handler the handler
	 * @param head the head of the request
	 * @param body the body, {@code null} where it was not read
	 * @param connectionId number of the connection, 0 where the request did not come
	 * through the pipeline
	 * @param out where the handler writes the response; without its body for HEAD
	 * @throws Exception what the handler throws
	 */
	public static void handle(RawHandler handler, RawHead head, @Nullable ByteBuf body, long connectionId, ByteBuf out)
			throws Exception {
		byte[] bytes = head.bytes();
		if (body != null && body.isReadable()) {
			bytes = Arrays.copyOf(bytes, bytes.length + body.readableBytes());
			body.getBytes(body.readerIndex(), bytes, head.bytes().length, body.readableBytes());
		}
		int methodLength = head.method().length();
		handler.handle(new RawRequest(Unpooled.wrappedBuffer(bytes).asReadOnly(), methodLength, methodLength + 1,
				head.pathLength(), head.bytes().length, connectionId), out);
	}

}
