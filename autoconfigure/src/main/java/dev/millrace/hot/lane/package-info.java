/**
 * Decides which lane answers a hot route, and why: layers of the application around
 * WebFlux, single requests that are left to WebFlux, and the effect of filters. Internal:
 * its classes are public for {@code hot} and the wiring only. Depends on:
 * {@code exchange}, {@code exchange.message}, {@code exchange.syntax}, Netty.
 */
@NullMarked
package dev.millrace.hot.lane;

import org.jspecify.annotations.NullMarked;
