/**
 * Wires hot routes. Depends on: {@code actuate}, {@code autoconfigure}, {@code
 * autoconfigure.exchange}, {@code exchange}, {@code exchange.foreign}, {@code hot},
 * {@code hot.blocking}, {@code hot.lane}, {@code hot.method}, {@code hot.startup},
 * {@code hot.timing}, {@code hot.webflux}, {@code transport.advice}, {@code
 * transport.server}.
 */
@NullMarked
package dev.millrace.autoconfigure.hot;

import org.jspecify.annotations.NullMarked;
