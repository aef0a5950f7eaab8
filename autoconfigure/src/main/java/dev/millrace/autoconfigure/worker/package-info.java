/**
 * Wires workers. Depends on: {@code autoconfigure}, {@code autoconfigure.transport},
 * {@code worker}.
 */
@NullMarked
package dev.millrace.autoconfigure.worker;

import org.jspecify.annotations.NullMarked;
