/**
 * Reads and writes a socket past the pipeline of its channel, where no other handler
 * would see the bytes, and counts them as the channel would. Depends on: {@code
 * connection}, Netty.
 */
@NullMarked
package dev.millrace.connection.direct;

import org.jspecify.annotations.NullMarked;
