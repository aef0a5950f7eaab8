/**
 * Wires exchanges, filters and forwarded headers. Depends on: {@code autoconfigure},
 * {@code autoconfigure.transport}, {@code connection}, {@code connection.accept}, {@code
 * connection.proxy}, {@code exchange}, {@code exchange.foreign}, {@code
 * exchange.forwarded}, {@code exchange.message}, {@code exchange.syntax}, {@code
 * transport.advice}, {@code transport.drain}, {@code transport.server}.
 */
@NullMarked
package dev.millrace.autoconfigure.exchange;

import org.jspecify.annotations.NullMarked;
