/**
 * Serves hot routes through WebFlux, with the same answers as the pipeline gives, and
 * answers there what has a path of hot routes and a method of none. Internal: only what
 * the wiring makes is public. Depends on: {@code exchange}, {@code exchange.message},
 * {@code hot}, {@code hot.blocking}, {@code hot.path}, Spring WebFlux.
 */
@NullMarked
package dev.millrace.hot.webflux;

import org.jspecify.annotations.NullMarked;
