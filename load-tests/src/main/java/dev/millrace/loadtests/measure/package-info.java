/**
 * Puts a server, a generator and the probes together and measures, in interleaved rounds.
 * Depends on {@code gen}, {@code probe} and {@code sut}.
 */
@NullMarked
package dev.millrace.loadtests.measure;

import org.jspecify.annotations.NullMarked;
