/**
 * The load-test harness: puts a server into one process and a generator into another.
 */
@NullMarked
package dev.millrace.loadtests;

import org.jspecify.annotations.NullMarked;
