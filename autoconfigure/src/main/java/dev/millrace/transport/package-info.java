/**
 * Runs the event loops, tunes sockets, and chooses between epoll, io_uring, kqueue and
 * NIO. Depends on: {@code worker}, {@code connection}, Reactor Netty.
 */
@NullMarked
package dev.millrace.transport;

import org.jspecify.annotations.NullMarked;
