package dev.millrace.hot;

import io.netty.buffer.ByteBuf;

/**
 * Answers a hot route in bytes: reads those of the request and writes those of the whole
 * response. Called on an event loop: it must not block.
 */
@FunctionalInterface
public interface RawHandler {

	/**
	 * Answers a request.
	 * @param request the request
	 * @param out where to write the response, status line first, with
	 * {@code Content-Length}; if the bytes are not one whole response the connection is
	 * closed after them
	 * @throws Exception anything, which is answered with 500
	 */
	void handle(RawRequest request, ByteBuf out) throws Exception;

}
