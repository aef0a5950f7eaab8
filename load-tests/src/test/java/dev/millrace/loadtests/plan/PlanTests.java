package dev.millrace.loadtests.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.core.JacksonException;
import dev.millrace.loadtests.plan.Plan.PlannedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PlanTests {

	@TempDir
	private Path directory;

	@Test
	void readsWhatInitWrites() throws IOException {
		Path file = this.directory.resolve("load.yaml");
		try (InputStream template = PlanTests.class.getResourceAsStream("/load.yaml")) {
			assertThat(template).isNotNull();
			Files.copy(template, file);
		}
		Plan plan = Plan.read(file);
		assertThat(plan.duration()).isEqualTo(Duration.ofSeconds(20));
		assertThat(plan.requests()).singleElement()
			.extracting(PlannedRequest::method, PlannedRequest::path, PlannedRequest::status)
			.containsExactly("GET", "/", 200);
		assertThat(plan.targets().p99Millis()).isEqualTo(500);
	}

	@Test
	void keepsSecretsOutUntilARequestIsMade() throws IOException {
		Plan plan = read("""
				rate: 10
				duration: 500ms
				requests:
				  - path: /a
				    method: POST
				    headers: {Authorization: "Bearer ${TOKEN}"}
				    body: '{"user": "${USER_NAME}"}'
				""");
		assertThat(plan.toString()).contains("${TOKEN}");
		Placeholders placeholders = new Placeholders(Map.of("TOKEN", "s3cr$t"));
		assertThat(placeholders.resolve("Bearer ${TOKEN}")).isEqualTo("Bearer s3cr$t");
		assertThat(placeholders.missing(plan)).containsExactly("USER_NAME");
		assertThatIllegalArgumentException().isThrownBy(() -> placeholders.resolve("${TOKEN}${USER_NAME}"))
			.withMessageContaining("USER_NAME")
			.withMessageNotContaining("s3cr");
	}

	@Test
	void saysWhatIsWrong() {
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> read("rate: 1\nduration: soon\nrequests: [{path: /}]"))
			.withMessageContaining("duration: 'soon'");
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read("rate: 1\nduration: 1s\nrequests: []"))
			.withMessageContaining("at least one");
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> read("rate: 1\nduration: 1s\nrequests: [{path: /}]\nspeed: 3"))
			.withMessageContaining("speed");
	}

	private Plan read(String text) throws IOException {
		Path file = this.directory.resolve("plan.yaml");
		Files.writeString(file, text);
		return Plan.read(file);
	}

}
