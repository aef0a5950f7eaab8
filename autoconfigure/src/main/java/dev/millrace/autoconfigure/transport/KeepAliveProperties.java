package dev.millrace.autoconfigure.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long connections are kept for further requests.
 *
 * @param idleTimeout Time after which a connection without a request is closed, zero for
 * never. When not set, 'server.netty.idle-timeout' if that is set, else 75 seconds.
 * @param maxRequests Number of requests after which a connection is closed, -1 for no
 * limit. When not set, 'server.netty.max-keep-alive-requests' if that is set, else -1.
 * @param maxAge Age after which a connection is closed at the next opportunity. When not
 * set, there is no limit.
 * @param maxAgeJitter Share of the maximum age, from 0 to 1, by which the age of each
 * connection is cut at random.
 */
@ConfigurationProperties("millrace.keep-alive")
public record KeepAliveProperties(@Nullable Duration idleTimeout, @Nullable Integer maxRequests,
		@Nullable Duration maxAge, @DefaultValue("0.1") double maxAgeJitter) {
}
