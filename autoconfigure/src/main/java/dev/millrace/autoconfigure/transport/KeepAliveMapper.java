package dev.millrace.autoconfigure.transport;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.millrace.autoconfigure.PropertyChecks;
import dev.millrace.connection.KeepAlive;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.reactor.netty.autoconfigure.NettyServerProperties;

/**
 * Turns Millrace's properties and those of Boot into a {@link KeepAlive}.
 *
 * @param own the properties of Millrace
 * @param boots the properties of Boot
 */
record KeepAliveMapper(KeepAliveProperties own, NettyServerProperties boots) {

	private static final String PREFIX = "millrace.keep-alive.";

	private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(75);

	KeepAlive toKeepAlive() {
		Duration idleTimeout = first(this.own.idleTimeout(), this.boots.getIdleTimeout(), DEFAULT_IDLE_TIMEOUT);
		int maxRequests = first(this.own.maxRequests(), this.boots.getMaxKeepAliveRequests(), -1);
		Duration maxAge = this.own.maxAge();
		PropertyChecks.check(!idleTimeout.isNegative(), name("idle-timeout", "idle-timeout", this.own.idleTimeout()),
				idleTimeout, "must not be negative; write 0 to keep idle connections for ever");
		PropertyChecks.check(maxRequests == -1 || maxRequests > 0,
				name("max-requests", "max-keep-alive-requests", this.own.maxRequests()), maxRequests,
				"must be at least 1, or -1 for no limit");
		PropertyChecks.check(maxAge == null || maxAge.toMillis() > 0, PREFIX + "max-age", String.valueOf(maxAge),
				"must be positive; remove it for no limit");
		PropertyChecks.check(this.own.maxAgeJitter() >= 0 && this.own.maxAgeJitter() <= 1, PREFIX + "max-age-jitter",
				this.own.maxAgeJitter(), "must be from 0 to 1, such as 0.1");
		return new KeepAlive(idleTimeout, maxRequests, maxAge, this.own.maxAgeJitter());
	}

	/** The properties of Millrace that are set although one of Boot is set too. */
	Map<String, String> overridden() {
		Map<String, String> overridden = new LinkedHashMap<>();
		if (this.own.idleTimeout() != null && this.boots.getIdleTimeout() != null) {
			overridden.put(PREFIX + "idle-timeout", "server.netty.idle-timeout");
		}
		if (this.own.maxRequests() != null && this.boots.getMaxKeepAliveRequests() != null) {
			overridden.put(PREFIX + "max-requests", "server.netty.max-keep-alive-requests");
		}
		return overridden;
	}

	private static String name(String own, String boots, @Nullable Object ownValue) {
		return (ownValue != null) ? PREFIX + own : "server.netty." + boots;
	}

	private static <T> T first(@Nullable T own, @Nullable T boots, T otherwise) {
		if (own != null) {
			return own;
		}
		return (boots != null) ? boots : otherwise;
	}

}
