/**
 * Answers hot routes before Spring: routes are beans, found by an immutable table that is
 * swapped whole, answered from the pipeline where nothing is bypassed, and served by a
 * WebFlux twin everywhere else. Depends on: {@code connection}, {@code exchange},
 * {@code exchange.foreign}, {@code exchange.forwarded}, {@code exchange.message}, {@code
 * exchange.syntax}, {@code hot.blocking}, {@code hot.lane}, {@code hot.path}, {@code
 * hot.timing}, {@code worker}, Netty, Spring WebFlux for paths.
 */
@NullMarked
package dev.millrace.hot;

import org.jspecify.annotations.NullMarked;
