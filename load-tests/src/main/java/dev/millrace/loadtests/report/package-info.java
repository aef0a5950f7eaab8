/**
 * Results as files: for programs, for people and for CI. Depends on {@code verdict}.
 */
@NullMarked
package dev.millrace.loadtests.report;

import org.jspecify.annotations.NullMarked;
