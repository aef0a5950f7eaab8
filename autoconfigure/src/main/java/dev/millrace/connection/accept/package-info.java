/**
 * Decides who may connect, in the pipeline of the listener and before a byte is read:
 * filters, limits, counts by address. Depends on: {@code worker}, {@code connection}.
 */
@NullMarked
package dev.millrace.connection.accept;

import org.jspecify.annotations.NullMarked;
