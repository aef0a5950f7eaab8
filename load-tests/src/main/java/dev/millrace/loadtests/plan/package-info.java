/**
 * A load described in a file, for an application of one's own. Depends on Jackson.
 */
@NullMarked
package dev.millrace.loadtests.plan;

import org.jspecify.annotations.NullMarked;
