/**
 * Takes a server out of service: waits for load balancers, finishes what is in flight,
 * ends what has no end, and counts what it had to cut off. Depends on: {@code
 * connection}, {@code connection.accept}, {@code transport}, {@code worker}, Reactor
 * Netty.
 */
@NullMarked
package dev.millrace.transport.drain;

import org.jspecify.annotations.NullMarked;
