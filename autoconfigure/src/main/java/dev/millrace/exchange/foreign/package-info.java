/**
 * Handlers of others in a pipeline: finds them, and says what Millrace must leave to
 * them. Knows no exchange.
 * <p>
 * Depends on: nothing.
 */
@NullMarked
package dev.millrace.exchange.foreign;

import org.jspecify.annotations.NullMarked;
