package dev.millrace.connection;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long a connection is kept for further requests.
 *
 * @param idleTimeout how long a connection may stay without a request in flight; zero for
 * ever
 * @param maxRequests requests after which a connection is closed; -1 for no limit
 * @param maxAge age after which a connection is closed at the next opportunity, or
 * {@code null} for no limit
 * @param jitter share of {@code maxAge}, 0 to 1, by which the age of each connection is
 * cut at random so that connections opened together do not close together
 */
public record KeepAlive(Duration idleTimeout, int maxRequests, @Nullable Duration maxAge, double jitter) {

	/**
	 * No limit: neither idle nor busy connections are closed.
	 */
	public static final KeepAlive UNLIMITED = new KeepAlive(Duration.ZERO, -1, null, 0);

}
