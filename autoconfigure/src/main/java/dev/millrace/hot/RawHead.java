package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Writes the head of a request anew from what was parsed and validated.
 */
final class RawHead {

	private RawHead() {
	}

	static ByteBuf of(String method, String target, Iterable<Map.Entry<String, String>> headers) {
		StringBuilder head = new StringBuilder(256).append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
		for (Map.Entry<String, String> header : headers) {
			head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
		}
		return Unpooled.wrappedBuffer(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
	}

}
