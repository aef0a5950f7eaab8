/**
 * HTTP/2: watches the frames of a connection and carries the one exchange of each stream.
 * Internal, but for {@link dev.millrace.exchange.http2.Http2Pipeline}, by which a server
 * gets it.
 * <p>
 * Depends on: {@code exchange}, {@code exchange.foreign}, {@code exchange.message},
 * {@code exchange.syntax}, {@code connection}, {@code worker}.
 */
@NullMarked
package dev.millrace.exchange.http2;

import org.jspecify.annotations.NullMarked;
