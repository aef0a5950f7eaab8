package dev.millrace.autoconfigure.transport;

import java.util.function.Supplier;

import dev.millrace.transport.ServerTuning;
import dev.millrace.transport.TransportException;
import dev.millrace.transport.TransportOption;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Translates a {@link TransportException} into a failure of the property that asked for
 * the value.
 */
final class TransportFailures {

	private TransportFailures() {
	}

	static <T> T translate(ServerTuning tuning, Supplier<T> action) {
		try {
			return action.get();
		}
		catch (TransportException ex) {
			if (ex.property().equals(TransportOption.REUSE_PORT.property())) {
				throw (tuning.sharePort()) ? failure("share-port", true, "needs SO_REUSEPORT: " + ex.getMessage(), ex)
						: failure("acceptors", tuning.acceptors().requested(),
								"more than one needs SO_REUSEPORT: " + ex.getMessage(), ex);
			}
			throw failure(ex.property(), ex.value(), String.valueOf(ex.getMessage()), ex);
		}
	}

	private static InvalidConfigurationPropertyValueException failure(String property, Object value, String reason,
			TransportException cause) {
		return new InvalidConfigurationPropertyValueException(TransportMapper.PREFIX + property, value, reason, cause);
	}

}
