package dev.millrace.exchange.syntax;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemJsonTests {

	@Test
	void namesTheStatus() {
		assertThat(text(421, null)).isEqualTo("{\"title\":\"Misdirected Request\",\"status\":421}");
	}

	@Test
	void aDetailCannotBreakTheDocument() {
		assertThat(text(400, "not \"a\\number\"\n: \u00fc"))
			.isEqualTo("{\"title\":\"Bad Request\",\"status\":400,\"detail\":\"not  a number  : \u00fc\"}");
	}

	private static String text(int status, @Nullable String detail) {
		return new String(ProblemJson.of(status, detail), StandardCharsets.UTF_8);
	}

}
