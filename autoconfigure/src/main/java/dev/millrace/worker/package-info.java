/**
 * Counts what one event loop does, cheaply: one {@link dev.millrace.worker.Worker} per
 * loop, written by that loop alone and read through snapshots. Depends on: Netty's
 * {@code EventExecutor} and nothing of Millrace.
 */
@NullMarked
package dev.millrace.worker;

import org.jspecify.annotations.NullMarked;
