package dev.millrace.autoconfigure.transport;

import java.util.Map;

import dev.millrace.transport.AcceptorCount;
import dev.millrace.transport.ServerTuning;
import dev.millrace.transport.TransportException;
import dev.millrace.transport.TransportType;
import dev.millrace.transport.WorkerCount;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TransportFailuresTests {

	@Test
	void whatSucceedsIsHandedOn() {
		assertThat(TransportFailures.<String>translate(ServerTuning.defaults(), () -> "result")).isEqualTo("result");
	}

	@Test
	void aSelfTestThatFailsIsAFailureOfTheType() {
		fails(false, new TransportException("type", "io-uring", "does not work"), "type", "io-uring");
	}

	@Test
	void aMissingReusePortIsAFailureOfWhatNeedsIt() {
		TransportException missing = new TransportException("reuse-port", true, "not there");
		fails(false, missing, "acceptors", "workers");
		fails(true, missing, "share-port", true);
	}

	private static void fails(boolean sharePort, TransportException cause, String property, Object value) {
		ServerTuning tuning = new ServerTuning(TransportType.AUTO, WorkerCount.parse("2", 2),
				AcceptorCount.parse("workers", 2), sharePort, Map.of());
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> TransportFailures.translate(tuning, () -> {
				throw cause;
			}))
			.withCause(cause)
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("millrace.transport." + property))
			.satisfies((ex) -> assertThat(ex.getValue()).isEqualTo(value))
			.satisfies((ex) -> assertThat(ex.getReason()).endsWith(cause.getMessage()));
	}

}
