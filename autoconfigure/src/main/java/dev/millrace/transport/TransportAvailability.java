package dev.millrace.transport;

import org.jspecify.annotations.Nullable;

/**
 * Whether a transport can be used on this machine.
 *
 * @param type the transport
 * @param available whether it can be used
 * @param cause why not, or {@code null} if it can
 */
public record TransportAvailability(TransportType type, boolean available, @Nullable String cause) {

	static TransportAvailability yes(TransportType type) {
		return new TransportAvailability(type, true, null);
	}

	static TransportAvailability no(TransportType type, String cause) {
		return new TransportAvailability(type, false, cause);
	}

}
