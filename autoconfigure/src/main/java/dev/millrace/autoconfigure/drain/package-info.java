/**
 * Wires the drain of a server. Depends on: the rooms of that feature, {@code
 * autoconfigure}.
 */
@NullMarked
package dev.millrace.autoconfigure.drain;

import org.jspecify.annotations.NullMarked;
