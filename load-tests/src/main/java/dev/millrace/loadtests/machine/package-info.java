/**
 * The machine that measures: its processors, limits and the split between server and
 * generator. Depends on the JDK only.
 */
@NullMarked
package dev.millrace.loadtests.machine;

import org.jspecify.annotations.NullMarked;
