package dev.millrace.transport;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AcceptorCountTests {

	@ParameterizedTest
	@CsvSource({ "1, 4, 1", "workers, 4, 4", "4, 4, 4", "1, 1, 1", "Workers, 1, 1" })
	void readsEveryForm(String text, int workers, int expected) {
		assertThat(AcceptorCount.parse(text, workers).value()).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2", "0", "-1", "5", "all", "" })
	void refusesAnyOtherNumber(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> AcceptorCount.parse(text, 4))
			.withMessageContaining("which is 4")
			.withMessageContaining("write 1 or 'workers'");
	}

}
