package dev.millrace.worker;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request that was being worked on, as much of it as tells its route.
 *
 * @param route the pattern of its route, {@code null} where it was not known
 * @param method its method
 * @param target its target as received
 * @param headers what it says of the media types that it has and wants
 */
public record InFlight(@Nullable String route, String method, String target, Map<String, String> headers) {
}
