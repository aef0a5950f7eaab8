/**
 * Counts and times the requests of hot routes, each event loop for itself, and hands the
 * durations over to timers together. Internal but for {@code HotTimers}: other classes
 * are public for {@code hot} and {@code actuate} only. Depends on: {@code exchange},
 * {@code exchange.syntax}, {@code worker}.
 */
@NullMarked
package dev.millrace.hot.timing;

import org.jspecify.annotations.NullMarked;
