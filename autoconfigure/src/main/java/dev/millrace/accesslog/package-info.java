/**
 * Writes a line for every request, hot or not: event loops format lines into buffers, one
 * thread writes them, and what it cannot keep up with is dropped and counted. Depends on:
 * {@code connection}, {@code connection.accept}, {@code exchange}, {@code worker}, Netty.
 */
@NullMarked
package dev.millrace.accesslog;

import org.jspecify.annotations.NullMarked;
