/**
 * Wires endpoints, meters and statistics. Depends on: {@code actuate}, {@code
 * autoconfigure.connection}, {@code autoconfigure.hot}, {@code autoconfigure.transport},
 * {@code connection}, {@code hot}, {@code transport}, {@code transport.advice}, {@code
 * transport.server}, {@code webflux}, {@code worker}.
 */
@NullMarked
package dev.millrace.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
