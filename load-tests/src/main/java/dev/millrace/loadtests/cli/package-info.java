/**
 * The command line. Depends on {@code suite} and {@code report}.
 */
@NullMarked
package dev.millrace.loadtests.cli;

import org.jspecify.annotations.NullMarked;
