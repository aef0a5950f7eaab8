/**
 * Wires workers. Depends on: the rooms of that feature, {@code autoconfigure}.
 */
@NullMarked
package dev.millrace.autoconfigure.worker;

import org.jspecify.annotations.NullMarked;
