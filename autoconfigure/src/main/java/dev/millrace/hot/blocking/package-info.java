/**
 * Calls handlers that block on threads that may, virtual ones where the JVM has them, and
 * takes the context of the request there. Internal: its classes are public for
 * {@code hot} and the wiring only. Depends on: Reactor.
 */
@NullMarked
package dev.millrace.hot.blocking;

import org.jspecify.annotations.NullMarked;
