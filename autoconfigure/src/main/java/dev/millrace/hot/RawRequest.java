package dev.millrace.hot;

import io.netty.buffer.ByteBuf;

/**
 * The bytes of a validated request, with the positions of its parts. The head is the one
 * that the client sent. It is written by Millrace, as HTTP/1.1, if a filter removed a
 * header, for a target with an authority, on HTTP/2, and where WebFlux serves the route.
 *
 * @param bytes the whole message from the method to the end of the body, read-only and
 * valid only during the call
 * @param methodLength length of the method, which begins at 0
 * @param pathOffset where the request target begins
 * @param pathLength length of the path, without the query
 * @param bodyOffset where the body begins, right behind the empty line; the body is there
 * only if the route {@linkplain HotRouteBuilder#maxBody takes one}
 * @param connectionId number of the connection, unique in the process; 0 where the
 * request did not come through Millrace's pipeline
 */
public record RawRequest(ByteBuf bytes, int methodLength, int pathOffset, int pathLength, int bodyOffset,
		long connectionId) {
}
