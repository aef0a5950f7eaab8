package dev.millrace.actuate;

import java.net.URI;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which writes may come from where they come.
 */
class SameSiteRuleTests {

	private final SameSiteRule rule = new SameSiteRule(Stream.of("Admin.Example.com"));

	@ParameterizedTest
	@CsvSource(nullValues = "-", delimiter = '|', textBlock = """
			localhost:8080        | -           | -                          | -
			LOCALHOST             | -           | -                          | -
			localhost.            | -           | -                          | -
			app.localhost:8080    | -           | -                          | -
			127.0.0.1:8080        | -           | -                          | -
			192.0.2.7             | -           | -                          | -
			[::1]:8080            | -           | -                          | -
			[2001:db8::1]         | -           | -                          | -
			admin.example.com     | -           | -                          | -
			ADMIN.example.com:443 | -           | -                          | -
			-                     | -           | -                          | HOST
			evil.example          | -           | -                          | HOST
			localhost.evil.example | same-origin | -                          | HOST
			127.0.0.1.evil.example| -           | -                          | HOST
			127.0.0.1@evil.example| -           | -                          | HOST
			[::1                  | -           | -                          | HOST
			[evil.example]        | -           | -                          | HOST
			[::1].evil.example    | -           | -                          | HOST
			:8080                 | -           | -                          | HOST
			evil.example          | same-origin | http://evil.example        | HOST
			localhost:8080        | same-origin | http://other.example       | -
			localhost:8080        | none        | -                          | -
			localhost:8080        | same-site   | http://localhost:8080      | SITE
			localhost:8080        | cross-site  | -                          | SITE
			localhost:8080        | ''          | -                          | SITE
			localhost:8080        | Same-Origin | -                          | SITE
			localhost:8080        | -           | http://localhost:8080      | -
			localhost:8080        | -           | http://LOCALHOST:8080      | -
			localhost:8080        | -           | https://localhost:8080     | ORIGIN
			localhost:8080        | -           | http://localhost:8081      | ORIGIN
			localhost:8080        | -           | http://localhost           | ORIGIN
			localhost:8080        | -           | http://127.0.0.1:8080      | ORIGIN
			localhost:8080        | -           | null                       | ORIGIN
			localhost:8080        | -           | ''                         | ORIGIN
			localhost:8080        | -           | http://                    | ORIGIN
			localhost:8080        | -           | //localhost:8080           | ORIGIN
			localhost:8080        | -           | http://localhost:8080 http://localhost:8080 | ORIGIN
			""")
	void aWriteMayComeFrom(String host, String site, String origin, String refusal) {
		SameSiteRule.Refusal found = this.rule.check(host, site, origin, URI.create("http://localhost:8080/actuator"));
		assertThat(found).isEqualTo((refusal != null) ? SameSiteRule.Refusal.valueOf(refusal) : null);
	}

	@Test
	void theUsualPortNeedNotBeWritten() {
		assertThat(this.rule.check("localhost", null, "https://localhost:443", URI.create("https://localhost/a")))
			.isNull();
		assertThat(this.rule.check("localhost", null, "http://localhost", URI.create("http://localhost:80/a")))
			.isNull();
	}

}
