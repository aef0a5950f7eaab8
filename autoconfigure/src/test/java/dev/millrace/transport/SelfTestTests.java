package dev.millrace.transport;

import java.time.Duration;

import dev.millrace.worker.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

class SelfTestTests {

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
	void everyTransportOfThisMachineAnswers(TransportType type) {
		assumeThat(Transports.availability(type).available()).isTrue();
		ServerTuning defaults = ServerTuning.defaults();
		WorkerLoopResources loops = TunedTransport
			.select(new ServerTuning(type, defaults.workers(), defaults.acceptors(), false, defaults.options()))
			.newWorkers(new Workers());
		try {
			assertThatCode(() -> SelfTest.run(loops)).doesNotThrowAnyException();
		}
		finally {
			loops.disposeLater(Duration.ZERO, Duration.ofSeconds(10)).block();
		}
	}

	@Test
	void loopsThatAreShutDownFail() {
		WorkerLoopResources loops = TunedTransport.select(ServerTuning.defaults()).newLoops("test", 1);
		loops.disposeLater(Duration.ZERO, Duration.ofSeconds(10)).block();
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> SelfTest.run(loops));
	}

}
