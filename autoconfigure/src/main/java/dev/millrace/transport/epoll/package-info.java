/**
 * What Millrace adds to the event loops of Netty: reads without needless system calls,
 * sockets that are read and written directly, connections that are closed by halves.
 * Depends on: {@code connection}, {@code connection.direct}, {@code worker}, Netty's
 * epoll transport.
 */
@NullMarked
package dev.millrace.transport.epoll;

import org.jspecify.annotations.NullMarked;
