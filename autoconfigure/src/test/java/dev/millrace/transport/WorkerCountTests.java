package dev.millrace.transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WorkerCountTests {

	@ParameterizedTest
	@CsvSource({ "auto, 4, 4", "3, 4, 3", "2x, 4, 8", "0.5x, 4, 2", "cpus-1, 4, 3", " Auto , 2, 2", "cpus-0, 1, 1" })
	void readsEveryForm(String text, int processors, int expected) {
		assertThat(WorkerCount.parse(text, processors).value()).isEqualTo(expected);
	}

	@Test
	void keepsWhatWasAskedFor() {
		assertThat(WorkerCount.parse("2x", 4)).isEqualTo(new WorkerCount("2x", 8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "0x", "cpus-2", "cpus-1" })
	void refusesToHaveNoWorker(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> WorkerCount.parse(text, 1))
			.withMessageContaining("at least 1")
			.withMessageContaining("write 'auto'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "3y", "", "x", "cpus", "cpus-", "two", "cpus--1", "99999999999" })
	void refusesWhatIsNoNumber(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> WorkerCount.parse(text, 4))
			.withMessageContaining("is not a number of workers")
			.withMessageContaining("write 'auto'");
	}

}
