package dev.millrace.hot.path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HotPattern} and {@link PatternOverlap}.
 */
class HotPatternTests {

	@ParameterizedTest
	@ValueSource(strings = { "/", "/a", "/a/", "/a/{b}", "/{a}/b/{*c}", "/a.b/c:d", "/{*all}" })
	void segmentsVariablesAndARestAreKnown(String pattern) {
		assertThat(HotPattern.parse(pattern).text()).isEqualTo(pattern);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "//", "/a//b", "/*", "/**", "/a*", "/a/{b:[a-z]+}", "/{a}b", "/{*a}/b",
			"/{a}/{a}", "/./a", "/..", "/a?", "/a%20b", "/a b", "/\u00fc", "/a;b", "/{}", "/{*}", "/a|b", "/a#b",
			"/a\\b", "/{a-b}" })
	void othersAreRefused(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> HotPattern.parse(pattern))
			.withMessageContaining("Hot route pattern '" + pattern + "'");
	}

	@ParameterizedTest
	@CsvSource({ "/a,/a,true", "/a,/b,false", "/a/{x},/a/b,true", "/a/{x},/b/c,false", "/a/{x},/a,false",
			"/a,/a/**,true", "/a/{*x},/a,true", "/a/b,/a/*.json,true", "/a,/a/,false", "/**,/x/y,true",
			"/{x}/b,/a/{y},true", "/{x}/b,/a/c,false", "/a/b/c,/a/**/c,true" })
	void overlapIsFound(String one, String other, boolean overlap) {
		assertThat(PatternOverlap.exists(one, other)).isEqualTo(overlap);
		assertThat(PatternOverlap.exists(other, one)).isEqualTo(overlap);
	}

}
