package dev.millrace.loadtests.sut;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

class TuningCheckTests {

	@Test
	void acceptsATunedServer() throws JsonProcessingException {
		assertThat(TuningCheck.problems(report("epoll", 2, "millrace"), 2)).isEmpty();
	}

	@Test
	void noticesAnotherNumberOfWorkers() throws JsonProcessingException {
		assertThat(TuningCheck.problems(report("epoll", 4, "millrace"), 1)).singleElement()
			.asString()
			.contains("4 workers for 1 processors");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void noticesAnotherTransport() throws JsonProcessingException {
		assertThat(TuningCheck.problems(report("nio", 2, "millrace"), 2)).singleElement().asString().contains("nio");
	}

	@Test
	void noticesAnotherPipeline() throws JsonProcessingException {
		assertThat(TuningCheck.problems(report("epoll", 2, "reactor-netty"), 2)).singleElement()
			.asString()
			.contains("reactor-netty");
	}

	private static JsonNode report(String type, int workers, String pipeline) throws JsonProcessingException {
		return new ObjectMapper().readTree("""
				{"transport": {"type": {"effective": "%s"}, "workers": {"effective": %d}}, "pipeline": "%s"}
				""".formatted(type, workers, pipeline));
	}

}
