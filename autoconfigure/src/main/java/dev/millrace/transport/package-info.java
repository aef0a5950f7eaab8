/**
 * Runs the event loops, tunes sockets, and chooses between epoll, io_uring, kqueue and
 * NIO. Depends on: {@code transport.epoll}, {@code worker}, Reactor Netty.
 */
@NullMarked
package dev.millrace.transport;

import org.jspecify.annotations.NullMarked;
