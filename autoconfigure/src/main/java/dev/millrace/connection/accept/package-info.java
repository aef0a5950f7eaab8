/**
 * Decides who may connect, in the pipeline of the listener and before a byte is read:
 * filters, limits, counts by address. Depends on: {@code connection}, {@code worker},
 * Netty.
 */
@NullMarked
package dev.millrace.connection.accept;

import org.jspecify.annotations.NullMarked;
