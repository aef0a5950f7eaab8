package dev.millrace.accesslog;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left of queries.
 */
class QueryTextTests {

	private final QueryText queries = new QueryText(Set.of("page"));

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "NONE", emptyValue = "", textBlock = """
			page=3                | page=3
			token=abc             | token=*
			page=3&token=abc&x=   | page=3&token=*&*
			BASE64==              | *
			page==                | *
			secret                | *
			a&b                   | *&*
			&&                    | &&
			token=a=b&page=c=d    | token=*&page=c=d
			=value                | =*
			Page=3                | Page=*
			page="                | page=\\"
			""")
	void onlyValuesOfListedNamesAreWritten(String query, String expected) {
		LineBuffer line = new LineBuffer(256);
		this.queries.write(line, query, false);
		assertThat(text(line)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https://example.org/a?token=abc&page=2#part | https://example.org/a?token=*&page=2
			https://user:secret@example.org/a           | https://example.org/a
			https://user:secret@example.org             | https://example.org
			https://a@b:c@example.org/p@q?r@s           | https://example.org/p@q?*
			/relative/path#secret                       | /relative/path
			about:blank                                 | about:blank
			https://example.org?//u@h                   | https://example.org?*
			""")
	void aReferenceLosesItsSecrets(String reference, String expected) {
		LineBuffer line = new LineBuffer(256);
		this.queries.writeReference(line, reference, false);
		assertThat(text(line)).isEqualTo(expected);
	}

	private static String text(LineBuffer line) {
		line.endLine();
		String text = StandardCharsets.US_ASCII.decode(line.toByteBuffer()).toString();
		return text.substring(0, text.length() - 1);
	}

}
