package dev.millrace.transport.advice;

import org.jspecify.annotations.Nullable;

/**
 * A value that was asked for, beside the value that is in force.
 *
 * @param requested what was asked for, or {@code null} if it was left to the system
 * @param effective what is in force, or {@code null} if nothing is or it is not known
 */
public record Setting(@Nullable Object requested, @Nullable Object effective) {
}
