package dev.millrace.hot.path;

import java.net.URI;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for {@link HotPaths}.
 */
class HotPathsTests {

	@ParameterizedTest
	@ValueSource(strings = { "/", "/a", "/a/", "/a/b.c", "/.a", "/a..b", "/...", "/a%20b", "/%C3%BC",
			"/a:b@c!$&'()*+,=~", "/%7Bx%7D" })
	void plainPathsAreNotAmbiguous(String path) {
		assertThat(HotPaths.isAmbiguous(path)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "//", "//a", "/a//b", "/a//", "/.", "/..", "/./a", "/../a", "/a/.", "/a/..", "/a/./b",
			"/a/../b", "/a;b", "/;", "/a\\b", "/a%2Fb", "/a%2fb", "/%2e", "/%2E%2e/a", "/a%5Cb", "/a%00", "/a%3Bb",
			"/a%25b", "/a%7f", "/a%0ab", "/%61", "/a%2Db", "/a%", "/a%4", "/a%zz", "/a%\uff11\uff11", "/a b", "/a#b",
			"/a?b", "/a|b", "/a^b", "/a\"b", "/a<b", "/a[b]", "/\u00fc", "/a\u0000", "/a\u007f" })
	void othersAre(String path) {
		assertThat(HotPaths.isAmbiguous(path)).isTrue();
	}

	@Test
	void whatIsNotAmbiguousIsAUriWhoseSegmentsSpringReadsAlike() {
		Random random = new Random(42);
		String alphabet = "ab/.%2FfEe1;\\ |\u00fc~{}[]\"'*+:";
		int plain = 0;
		for (int i = 0; i < 200_000; i++) {
			StringBuilder text = new StringBuilder("/");
			for (int length = random.nextInt(8); length > 0; length--) {
				text.append(alphabet.charAt(random.nextInt(alphabet.length())));
			}
			String path = text.toString();
			if (HotPaths.isAmbiguous(path)) {
				continue;
			}
			plain++;
			assertThatCode(() -> URI.create(path)).as(path).doesNotThrowAnyException();
			assertThat(URI.create("http://h" + path).normalize().getRawPath()).isEqualTo(path);
			for (PathContainer.Element element : PathContainer.parsePath(path).elements()) {
				if (element instanceof PathSegment segment) {
					assertThat(segment.parameters()).as(path).isEmpty();
					assertThat(segment.valueToMatch()).as(path).doesNotContain("/", "\\", ";", "\u0000").isNotEmpty();
				}
			}
		}
		assertThat(plain).isGreaterThan(10_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a", "/a?", "/a?b", "/a?b=c&d=%20", "/a?b?c/d", "/a?b=c;d" })
	void queriesOfAllowedCharactersAreUsable(String target) {
		assertThat(HotPaths.hasUsableQuery(target, 2)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a?|", "/a?b#c", "/a?%", "/a?%4", "/a?%zz", "/a?\u00fc", "/a?a b", "/a?\"", "/a?{}",
			"/a?<>", "/a?\\", "/a?^`" })
	void othersAreNot(String target) {
		assertThat(HotPaths.hasUsableQuery(target, 2)).isFalse();
	}

}
