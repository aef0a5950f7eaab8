package dev.millrace.hot;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HotQuery}.
 */
class HotQueryTests {

	@Test
	void findsWhatIsEncodedByTheBook() {
		Random random = new Random(7);
		String alphabet = "ab =&+%?/\u00fc\u20ac\ud83d\ude00".codePoints()
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
		int[] points = alphabet.codePoints().toArray();
		for (int i = 0; i < 20_000; i++) {
			StringBuilder query = new StringBuilder();
			List<String> expected = new ArrayList<>();
			String wanted = text(random, points, 1);
			for (int pairs = random.nextInt(5); pairs > 0; pairs--) {
				String name = random.nextBoolean() ? wanted : text(random, points, 1);
				String value = text(random, points, 0);
				query.append((query.length() > 0) ? "&" : "").append(encode(name)).append('=').append(encode(value));
				if (name.equals(wanted)) {
					expected.add(value);
				}
			}
			assertThat(HotQuery.values(query.toString(), wanted)).as(query.toString()).isEqualTo(expected);
		}
	}

	@Test
	void decodesLikeTheJdkOrRefuses() {
		Random random = new Random(8);
		String alphabet = "ab+%%%0123456789cCdDeEfF";
		int refused = 0;
		for (int i = 0; i < 50_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int length = random.nextInt(10); length > 0; length--) {
				text.append(alphabet.charAt(random.nextInt(alphabet.length())));
			}
			try {
				String decoded = HotQuery.decode(text.toString(), true);
				assertThat(decoded).isEqualTo(URLDecoder.decode(text.toString(), StandardCharsets.UTF_8))
					.doesNotContain("\ufffd");
			}
			catch (HotRequestException ex) {
				refused++;
				assertThat(ex.status()).isEqualTo(400);
			}
		}
		assertThat(refused).isBetween(1_000, 49_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "%", "%4", "%zz", "%C3", "%FF", "%C0%AF", "%ED%A0%80", "a%2", "%\uff11\uff11" })
	void whatIsNotValidIsABadRequest(String text) {
		assertThatExceptionOfType(HotRequestException.class).isThrownBy(() -> HotQuery.decode(text, false))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400));
	}

	@Test
	void plusIsASpaceInQueriesOnly() {
		assertThat(HotQuery.decode("a+b", true)).isEqualTo("a b");
		assertThat(HotQuery.decode("a+b", false)).isEqualTo("a+b");
	}

	@Test
	void namesWithoutValueAreThere() {
		assertThat(HotQuery.values("a&b=&a=1&", "a")).containsExactly("", "1");
		assertThat(HotQuery.values("a&b=&a=1&", "b")).containsExactly("");
		assertThat(HotQuery.values("=x&&", "")).isEmpty();
	}

	private static String text(Random random, int[] points, int atLeast) {
		StringBuilder text = new StringBuilder();
		for (int length = atLeast + random.nextInt(4); length > 0; length--) {
			text.appendCodePoint(points[random.nextInt(points.length)]);
		}
		return text.toString();
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
