/**
 * Child processes: started with a log of their own, awaited, and never left behind.
 * Depends on the JDK only.
 */
@NullMarked
package dev.millrace.loadtests.process;

import org.jspecify.annotations.NullMarked;
