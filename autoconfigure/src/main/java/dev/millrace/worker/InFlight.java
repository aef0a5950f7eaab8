package dev.millrace.worker;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A copy of the parts of a request by which its route can be found: made when a drain
 * cuts requests off, for the log.
 *
 * @param route the pattern of its route, {@code null} where it was not known
 * @param method its method
 * @param target its target as received
 * @param headers its {@code Accept} and {@code Content-Type}, by which WebFlux chooses
 * among routes
 */
public record InFlight(@Nullable String route, String method, String target, Map<String, String> headers) {
}
