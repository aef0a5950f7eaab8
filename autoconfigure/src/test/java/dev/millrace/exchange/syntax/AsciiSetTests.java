package dev.millrace.exchange.syntax;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AsciiSetTests {

	@Test
	void aTokenHasAllVisibleCharactersButTheDelimiters() {
		String delimiters = "\"(),/:;<=>?@[\\]{}";
		String visible = IntStream.rangeClosed('!', '~')
			.filter((c) -> delimiters.indexOf(c) < 0)
			.mapToObj(Character::toString)
			.collect(Collectors.joining());
		assertThat(members(AsciiSet.TOKEN)).isEqualTo(visible);
	}

	@Test
	void hasLettersDigitsAndWhatIsAdded() {
		assertThat(members(AsciiSet.alphanumericAnd("-~")))
			.isEqualTo("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz~");
	}

	@Test
	void skipsUpToTheFirstStranger() {
		assertThat(AsciiSet.TOKEN.skip("(a b", 1)).isEqualTo(2);
		assertThat(AsciiSet.TOKEN.skip("ab", 0)).isEqualTo(2);
		assertThat(AsciiSet.TOKEN.containsAll("a\u0161")).isFalse();
		assertThat(AsciiSet.TOKEN.containsAll("")).isTrue();
	}

	private static String members(AsciiSet set) {
		return IntStream.rangeClosed(Character.MIN_VALUE - 0x80, Character.MAX_VALUE)
			.filter(set::contains)
			.mapToObj(Character::toString)
			.collect(Collectors.joining());
	}

}
