package dev.millrace.accesslog;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of any text in a line.
 */
class LineBufferTests {

	private static final int CASES = 2000;

	@Test
	void jsonIsReadBackAsItWas() {
		Random random = new Random(1);
		for (int i = 0; i < CASES; i++) {
			String text = text(random, 0xD800);
			LineBuffer line = new LineBuffer(1024);
			line.put("{\"text\":\"");
			line.putEscaped(text, true);
			line.put("\"}");
			assertThat(line.endLine()).isTrue();
			assertThat(text(line)).matches("[ -~]*\n");
			assertThat(JsonParserFactory.getJsonParser().parseMap(text(line))).containsEntry("text", text);
		}
	}

	@Test
	void anEscapedTextIsOnePrintableFieldThatCanBeReadBack() {
		Random random = new Random(2);
		for (int i = 0; i < CASES; i++) {
			String text = text(random, 0x100);
			LineBuffer line = new LineBuffer(1024);
			line.putEscaped(text, false);
			assertThat(line.endLine()).isTrue();
			String escaped = text(line).stripTrailing();
			assertThat(text(line)).matches("([ !#-\\[\\]-~]|\\\\[\"\\\\]|\\\\x[0-9a-f]{2})*\n");
			assertThat(unescaped(text(line))).as(escaped).isEqualTo(text + "\n");
		}
	}

	private static String text(Random random, int bound) {
		return random.ints(random.nextInt(40), 0, random.nextBoolean() ? bound : 0x80)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	private static String unescaped(String line) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < line.length(); i++) {
			if (line.charAt(i) != '\\') {
				text.append(line.charAt(i));
			}
			else if (line.charAt(++i) == 'x') {
				text.append((char) Integer.parseInt(line.substring(i + 1, i + 3), 16));
				i += 2;
			}
			else {
				text.append(line.charAt(i));
			}
		}
		return text.toString();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 9, 10, 99, 100, 12345, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, Long.MAX_VALUE, -1 })
	void numbersAreWrittenInFull(long number) {
		LineBuffer line = new LineBuffer(64);
		line.put(number);
		line.endLine();
		assertThat(text(line)).isEqualTo(number + "\n");
	}

	@Test
	void aLineThatDoesNotFitIsTakenBackWhole() {
		LineBuffer buffer = new LineBuffer(16);
		buffer.put("first");
		assertThat(buffer.endLine()).isTrue();
		buffer.put("second");
		buffer.putEscaped("\u0001\u0002", false);
		assertThat(buffer.endLine()).isFalse();
		buffer.put("third");
		assertThat(buffer.endLine()).isTrue();
		assertThat(text(buffer)).isEqualTo("first\nthird\n");
		assertThat(buffer.lines()).isEqualTo(2);
	}

	private static String text(LineBuffer line) {
		return StandardCharsets.US_ASCII.decode(line.toByteBuffer()).toString();
	}

}
