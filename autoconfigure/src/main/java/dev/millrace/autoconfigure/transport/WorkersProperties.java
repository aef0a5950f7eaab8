package dev.millrace.autoconfigure.transport;

import java.time.Duration;

import dev.millrace.transport.Assignment;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the event loops share the work, and how they are watched.
 *
 * @param assignment Event loop that gets the next connection: the next in turn, or the
 * one with the fewest. Without effect when each event loop has a listener of its own.
 * @param watchdog Settings of the watchdog.
 */
@ConfigurationProperties("millrace.workers")
public record WorkersProperties(@DefaultValue("round-robin") Assignment assignment, @DefaultValue Watchdog watchdog) {

	/**
	 * Settings of the watchdog.
	 *
	 * @param enabled Whether the stack of an event loop that is stuck is logged.
	 * @param limit Time after which an event loop counts as stuck.
	 */
	public record Watchdog(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration limit) {
	}

}
