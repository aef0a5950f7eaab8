/**
 * Builds and tunes the server: event loops, listeners, socket options and drain.
 * {@link dev.millrace.transport.TunedTransport} decides what to run on,
 * {@link dev.millrace.transport.TunedServerFactory} builds the server with it. Depends
 * on: {@code worker}, {@code connection}, {@code exchange}, Reactor Netty and Spring
 * Boot's module for it.
 */
@NullMarked
package dev.millrace.transport;

import org.jspecify.annotations.NullMarked;
