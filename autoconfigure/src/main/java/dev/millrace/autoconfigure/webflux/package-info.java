/**
 * Wires the quicker way to WebFlux handlers. Depends on: the rooms of that feature,
 * {@code autoconfigure}.
 */
@NullMarked
package dev.millrace.autoconfigure.webflux;

import org.jspecify.annotations.NullMarked;
