package dev.millrace.autoconfigure.connection;

import java.time.Duration;
import java.util.OptionalLong;

import dev.millrace.autoconfigure.PropertyChecks;
import dev.millrace.connection.Throttling;
import dev.millrace.connection.Timeouts;
import dev.millrace.connection.Timeouts.Deadline;
import dev.millrace.connection.Timeouts.MinimumRate;
import dev.millrace.connection.accept.ConnectionLimits;
import dev.millrace.worker.GuardMode;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Turns properties into the limits and deadlines of connections.
 *
 * @param connections the properties of connections
 * @param timeouts the properties of deadlines
 */
record ConnectionMapper(ConnectionsProperties connections, TimeoutsProperties timeouts) {

	private static final String CONNECTIONS = "millrace.connections.";

	private static final String TIMEOUTS = "millrace.timeouts.";

	/** Time over which a rate is measured before it is judged. */
	private static final Duration WINDOW = Duration.ofSeconds(5);

	private static final double SHARE_OF_FILES = 0.9;

	ConnectionLimits toLimits(OptionalLong openFileLimit) {
		ConnectionsProperties.Mode mode = this.connections.mode();
		int max = (this.connections.max() != null) ? notNegative(CONNECTIONS + "max", this.connections.max())
				: (int) Math.min(Integer.MAX_VALUE, SHARE_OF_FILES * openFileLimit.orElse(0));
		Integer maxPerIp = this.connections.maxPerIp();
		PropertyChecks.check(maxPerIp == null || maxPerIp > 0, CONNECTIONS + "max-per-ip", String.valueOf(maxPerIp),
				"must be at least 1; remove it for no limit");
		int prefix = this.connections.ipv6Prefix();
		PropertyChecks.check(prefix > 0 && prefix <= 128, CONNECTIONS + "ipv6-prefix", prefix,
				"must be from 1 to 128, such as 64");
		return new ConnectionLimits(max, mode.max(), this.connections.whenFull(), (maxPerIp != null) ? maxPerIp : 0,
				mode.maxPerIp(), prefix, PropertyChecks.networks(CONNECTIONS + "exempt", this.connections.exempt()));
	}

	Throttling toThrottling() {
		Integer requests = this.connections.maxRequestsPerSecond();
		PropertyChecks.check(requests == null || requests > 0, CONNECTIONS + "max-requests-per-second",
				String.valueOf(requests), "must be at least 1; remove it for no limit");
		long bandwidth = bytes(CONNECTIONS + "max-bandwidth", this.connections.maxBandwidth());
		return new Throttling((requests != null) ? requests : 0, this.connections.mode().maxRequestsPerSecond(),
				bandwidth, this.connections.mode().maxBandwidth());
	}

	Timeouts toTimeouts() {
		TimeoutsProperties.Mode mode = this.timeouts.mode();
		return new Timeouts(deadline("tls-handshake", this.timeouts.tlsHandshake(), mode.tlsHandshake()),
				deadline("request-header", this.timeouts.requestHeader(), mode.requestHeader()),
				rate("request-body-min-rate", this.timeouts.requestBodyMinRate(), mode.requestBodyMinRate()),
				deadline("request-body", this.timeouts.requestBody(), mode.requestBody()),
				deadline("handler", this.timeouts.handler(), mode.handler()),
				rate("response-min-rate", this.timeouts.responseMinRate(), mode.responseMinRate()),
				deadline("write-stall", this.timeouts.writeStall(), mode.writeStall()),
				deadline("half-close", this.timeouts.halfClose(), GuardMode.ENFORCE));
	}

	private static Deadline deadline(String property, @Nullable Duration time, GuardMode mode) {
		PropertyChecks.check(time == null || (!time.isNegative() && (time.isZero() || time.toMillis() > 0)),
				TIMEOUTS + property, String.valueOf(time),
				"must be at least 1ms, such as 10s; write 0 to switch it off");
		return Deadline.of(time, mode);
	}

	private static MinimumRate rate(String property, @Nullable DataSize perSecond, GuardMode mode) {
		long bytes = bytes(TIMEOUTS + property, perSecond);
		return (bytes > 0) ? new MinimumRate(bytes, Deadline.of(WINDOW, mode)) : MinimumRate.OFF;
	}

	private static long bytes(String property, @Nullable DataSize size) {
		PropertyChecks.check(size == null || !size.isNegative(), property, String.valueOf(size),
				"must not be negative; it is a number of bytes in a second, such as 1KB");
		return (size != null) ? size.toBytes() : 0;
	}

	private static int notNegative(String property, int value) {
		PropertyChecks.check(value >= 0, property, value, "must not be negative; write 0 for no limit");
		return value;
	}

}
