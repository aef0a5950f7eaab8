/**
 * HTTP/1.1: decodes requests, answers those of constant routes from their bytes, encodes
 * responses, and decides when a connection is read and how it ends. Internal, but for
 * {@link dev.millrace.exchange.http1.Http1Pipeline}, by which a server gets it.
 * <p>
 * Depends on: {@code exchange}, {@code exchange.foreign}, {@code exchange.message},
 * {@code exchange.syntax}, {@code connection}, {@code connection.direct}, {@code worker}.
 */
@NullMarked
package dev.millrace.exchange.http1;

import org.jspecify.annotations.NullMarked;
