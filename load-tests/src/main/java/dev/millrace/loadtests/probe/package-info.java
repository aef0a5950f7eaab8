/**
 * What the kernel knows of processes and sockets, and a latency probe of our own. Depends
 * on HdrHistogram.
 */
@NullMarked
package dev.millrace.loadtests.probe;

import org.jspecify.annotations.NullMarked;
