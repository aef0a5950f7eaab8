/**
 * Who answers the requests to a hot route, and why: what of the application stands around
 * WebFlux, which requests are left to it, what filters mean for a route. Internal: its
 * classes are public for {@code hot} and the wiring only. Depends on: {@code exchange},
 * {@code exchange.message}, {@code exchange.syntax}, Netty.
 */
@NullMarked
package dev.millrace.hot.lane;

import org.jspecify.annotations.NullMarked;
