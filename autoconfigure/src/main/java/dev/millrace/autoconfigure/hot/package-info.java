/**
 * Wires hot routes. Depends on: the rooms of that feature, {@code autoconfigure}.
 */
@NullMarked
package dev.millrace.autoconfigure.hot;

import org.jspecify.annotations.NullMarked;
