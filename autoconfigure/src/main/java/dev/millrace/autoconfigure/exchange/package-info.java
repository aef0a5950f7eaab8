/**
 * Wires exchanges, filters and forwarded headers. Depends on: the rooms of that feature,
 * {@code autoconfigure}.
 */
@NullMarked
package dev.millrace.autoconfigure.exchange;

import org.jspecify.annotations.NullMarked;
