/**
 * Servers to compare with. Each is a program that listens on a free port of the loopback
 * address, says so with "started on port", and answers GET /plaintext.
 */
@NullMarked
package dev.millrace.loadtests.peers;

import org.jspecify.annotations.NullMarked;
