/**
 * Knows every connection from accept to close: one
 * {@link dev.millrace.connection.ServerConnection} each, confined to its event loop, with
 * its state, counters and deadlines. Depends on: {@code worker}, Netty, Reactor Netty's
 * names of handlers.
 */
@NullMarked
package dev.millrace.connection;

import org.jspecify.annotations.NullMarked;
