/**
 * Wires the quicker way to WebFlux handlers. Depends on: {@code hot}, {@code webflux}.
 */
@NullMarked
package dev.millrace.autoconfigure.webflux;

import org.jspecify.annotations.NullMarked;
