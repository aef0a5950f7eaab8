/**
 * HTTP messages as Netty's objects and as bytes: what kind a message is, pieces of bodies
 * and files, header lines that every response carries. Knows no exchange. Internal, but
 * for {@link dev.millrace.exchange.message.ServerHeaders},
 * {@link dev.millrace.exchange.message.StreamTypes} and
 * {@link dev.millrace.exchange.message.AnswerCompression}, which settings carry.
 * <p>
 * Depends on: {@code exchange.syntax}.
 */
@NullMarked
package dev.millrace.exchange.message;

import org.jspecify.annotations.NullMarked;
