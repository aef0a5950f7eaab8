package dev.crooked.transport;

import java.util.List;

import org.springframework.boot.web.server.PortInUseException;

/**
 * Runs at start-up in a room that owns the web server: may format, stream and know Boot.
 */
class CalmStart {

	String describe(List<Integer> ports) {
		ports.forEach(PortInUseException::new);
		return String.format("%s", ports.stream().sorted().toList());
	}

}
