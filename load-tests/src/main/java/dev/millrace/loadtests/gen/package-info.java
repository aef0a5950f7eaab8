/**
 * Load generators, each in a process of its own. Depends on {@code process} and
 * {@code probe}.
 */
@NullMarked
package dev.millrace.loadtests.gen;

import org.jspecify.annotations.NullMarked;
