package dev.millrace.loadtests.gen;

import java.net.URI;
import java.time.Duration;

import dev.millrace.loadtests.gen.Generator.Answers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class OwnGeneratorTests {

	private final OwnGenerator generator = new OwnGenerator("a.jar", 2);

	@Test
	void tellsItsProgramAllOfTheLoad() {
		Load load = new Load(URI.create("http://127.0.0.1:1/a"), 10, Duration.ofSeconds(5)).atRate(1000)
			.warmedUp(Duration.ofSeconds(2))
			.pipelined(4);
		assertThat(this.generator.command(load)).endsWith("http://127.0.0.1:1/a", "10", "4", "1000.0", "PT2S", "PT5S",
				"2");
	}

	@Test
	void readsTheLastProgress() {
		assertThat(this.generator.progress("PROGRESS 1.0 100 0\nPROGRESS 2.0 250 3\n"))
			.contains(new Answers(2, 250, 3));
		assertThat(this.generator.progress("")).isEmpty();
	}

	@Test
	void readsTheResult() {
		String json = "{\"requests\":5,\"errors\":{\"closed\":1},\"seconds\":1.0,\"answered\":6,\"perSecond\":[5]}";
		assertThat(this.generator.result("PROGRESS 1.0 1 0\nRESULT " + json + "\n")).hasValueSatisfying((result) -> {
			assertThat(result.requests()).isEqualTo(5);
			assertThat(result.errorCount()).isEqualTo(1);
			assertThat(result.latency()).isNull();
		});
		assertThat(this.generator.result("PROGRESS 1.0 1 0\n")).isEmpty();
		assertThatIllegalStateException().isThrownBy(() -> this.generator.result("RESULT nonsense"));
	}

}
