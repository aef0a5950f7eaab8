package dev.millrace.transport;

import org.jspecify.annotations.Nullable;

/**
 * An option that was set, and what became of it.
 *
 * @param option the option
 * @param requested the value that was asked for
 * @param effective the value in force, or {@code null} if it is not known
 */
public record EffectiveOption(TransportOption option, Object requested, @Nullable Object effective) {
}
