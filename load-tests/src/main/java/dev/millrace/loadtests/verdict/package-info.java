/**
 * What counts as reached, as missed and as not measurable here. Depends on
 * {@code measure} and {@code stats}.
 */
@NullMarked
package dev.millrace.loadtests.verdict;

import org.jspecify.annotations.NullMarked;
