/**
 * Reports keys of Millrace in the configuration of an application which nothing reads.
 * Depends on: {@code autoconfigure.accesslog}, {@code autoconfigure.actuate}, {@code
 * autoconfigure.connection}, {@code autoconfigure.drain}, {@code autoconfigure.exchange},
 * {@code autoconfigure.hot}, {@code autoconfigure.transport}, {@code
 * autoconfigure.webflux}.
 */
@NullMarked
package dev.millrace.autoconfigure.keys;

import org.jspecify.annotations.NullMarked;
