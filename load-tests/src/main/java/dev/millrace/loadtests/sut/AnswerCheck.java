package dev.millrace.loadtests.sut;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that answers wrongly is not measured, however fast it does so.
 */
final class AnswerCheck {

	private AnswerCheck() {
	}

	static List<String> problems(URI baseUrl, String path, String body) {
		List<String> problems = new ArrayList<>();
		HttpResponse<String> answer = HttpGet.get(baseUrl.resolve(path));
		String type = answer.headers().firstValue("content-type").orElse("");
		if (answer.statusCode() != 200 || !answer.body().equals(body) || !type.startsWith("text/plain")) {
			problems.add("GET %s answered %d with '%s' (%s) instead of 200 with '%s' (text/plain)".formatted(path,
					answer.statusCode(), answer.body(), type, body));
		}
		HttpResponse<String> other = HttpGet.get(baseUrl.resolve(path + "-unknown"));
		if (other.statusCode() != 404) {
			problems.add("GET %s-unknown answered %d instead of 404".formatted(path, other.statusCode()));
		}
		return problems;
	}

}
