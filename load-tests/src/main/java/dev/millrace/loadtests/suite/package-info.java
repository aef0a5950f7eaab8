/**
 * What can be run: each suite puts servers, loads and checks together. Depends on
 * everything but the command line.
 */
@NullMarked
package dev.millrace.loadtests.suite;

import org.jspecify.annotations.NullMarked;
