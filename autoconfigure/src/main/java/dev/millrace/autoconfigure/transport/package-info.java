/**
 * Wires the transport and the server. Depends on: {@code autoconfigure}, {@code
 * connection}, {@code transport}, {@code transport.advice}, {@code transport.drain},
 * {@code transport.server}, {@code worker}.
 */
@NullMarked
package dev.millrace.autoconfigure.transport;

import org.jspecify.annotations.NullMarked;
