/**
 * Writes a line for every request, hot or not: event loops format lines into buffers, one
 * thread writes them, and what it cannot keep up with is dropped and counted. Depends on:
 * {@code exchange}, {@code connection}, {@code worker}.
 */
@NullMarked
package dev.millrace.accesslog;

import org.jspecify.annotations.NullMarked;
