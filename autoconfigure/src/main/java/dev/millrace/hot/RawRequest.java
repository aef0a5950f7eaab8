package dev.millrace.hot;

import io.netty.buffer.ByteBuf;

/**
 * The bytes of the head of a validated request, and where in them is what.
 *
 * @param bytes the head, from the method to the empty line, read-only and valid only
 * during the call
 * @param methodLength length of the method, which begins at 0
 * @param pathOffset where the request target begins
 * @param pathLength length of the path, without the query
 * @param connectionId number of the connection, unique in the process; 0 where the
 * request did not come through Millrace's pipeline
 */
public record RawRequest(ByteBuf bytes, int methodLength, int pathOffset, int pathLength, long connectionId) {
}
