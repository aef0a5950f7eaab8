package dev.millrace.loadtests.sut;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Asks a server whether the tuning is really in force.
 */
public final class TuningCheck {

	private static final ObjectMapper MAPPER = new ObjectMapper();

	private TuningCheck() {
	}

	/**
	 * Asks.
	 * @param baseUrl the server
	 * @param processors how many it has
	 * @return what is not as it should be, in words
	 */
	public static List<String> problems(URI baseUrl, int processors) {
		HttpResponse<String> answer = HttpGet.get(baseUrl.resolve("/actuator/millrace"));
		if (answer.statusCode() != 200) {
			return List.of("the tuning is not in force: /actuator/millrace answered " + answer.statusCode());
		}
		try {
			return problems(MAPPER.readTree(answer.body()), processors);
		}
		catch (JsonProcessingException ex) {
			return List.of("/actuator/millrace is not readable: " + ex.getOriginalMessage());
		}
	}

	static List<String> problems(JsonNode report, int processors) {
		List<String> problems = new ArrayList<>();
		JsonNode transport = report.path("transport");
		String type = transport.path("type").path("effective").asText();
		if (type.equals("nio") && System.getProperty("os.name").equals("Linux")) {
			problems.add("the tuning is not in force: the transport is nio, not epoll or io-uring");
		}
		int workers = transport.path("workers").path("effective").asInt();
		if (workers != processors) {
			problems.add("the tuning is not in force: %d workers for %d processors".formatted(workers, processors));
		}
		if (!report.path("pipeline").asText("millrace").equals("millrace")) {
			problems.add("the pipeline is " + report.path("pipeline").asText());
		}
		return problems;
	}

}
