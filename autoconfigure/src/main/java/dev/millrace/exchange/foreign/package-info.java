/**
 * Finds the handlers of others in a pipeline, those of the application and of agents, and
 * tells what Millrace must leave to them. Knows no exchange.
 * <p>
 * Depends on: nothing.
 */
@NullMarked
package dev.millrace.exchange.foreign;

import org.jspecify.annotations.NullMarked;
