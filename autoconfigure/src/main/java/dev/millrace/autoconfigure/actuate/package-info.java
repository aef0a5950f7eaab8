/**
 * Wires endpoints, meters and statistics. Depends on: the rooms of that feature, {@code
 * autoconfigure}.
 */
@NullMarked
package dev.millrace.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
