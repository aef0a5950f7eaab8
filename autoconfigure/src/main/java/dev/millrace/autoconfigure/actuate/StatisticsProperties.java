package dev.millrace.autoconfigure.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * When statistics are written to the log.
 *
 * @param signal Name of the signal that asks for them, such as 'USR1'. When not set,
 * there is none.
 */
@ConfigurationProperties("millrace.statistics")
public record StatisticsProperties(@Nullable String signal) {
}
