/**
 * Wires the drain of a server. Depends on: {@code actuate}, {@code autoconfigure}, {@code
 * autoconfigure.connection}, {@code autoconfigure.exchange}, {@code connection}, {@code
 * connection.accept}, {@code exchange.message}, {@code transport.drain}, {@code webflux},
 * {@code worker}.
 */
@NullMarked
package dev.millrace.autoconfigure.drain;

import org.jspecify.annotations.NullMarked;
