/**
 * Paired comparisons and their confidence intervals. Depends on the JDK only.
 */
@NullMarked
package dev.millrace.loadtests.stats;

import org.jspecify.annotations.NullMarked;
