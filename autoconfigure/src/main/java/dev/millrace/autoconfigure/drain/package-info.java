/**
 * Wires the drain of a server. Depends on: {@code actuate}, {@code autoconfigure}, {@code
 * connection}, {@code connection.accept}, {@code exchange}, {@code transport.drain},
 * {@code webflux}, {@code worker}.
 */
@NullMarked
package dev.millrace.autoconfigure.drain;

import org.jspecify.annotations.NullMarked;
