package dev.millrace.loadtests.simulations;

import java.util.List;
import java.util.function.Function;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.responseTimeInMillis;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * Requests to the sample application, each with the answer it must get.
 */
final class SampleRoutes {

	/**
	 * One request to each route.
	 */
	static final List<ChainBuilder> MIXED = List.of(get("/plaintext", "Hello, World!"),
			get("/json", "{\"message\":\"Hello, World!\"}"), hello(), echo(),
			get("/webflux/plaintext", "Hello, World!"), slow());

	private SampleRoutes() {
	}

	private static ChainBuilder get(String path, String body) {
		return exec(http("GET " + path).get(path).check(status().is(200), bodyString().is(body)));
	}

	private static ChainBuilder hello() {
		return exec(http("GET /hello/{name}").get((session) -> "/hello/user" + session.userId())
			.check(status().is(200), bodyString().is((session) -> "Hello, user" + session.userId() + "!")));
	}

	private static ChainBuilder echo() {
		Function<Session, String> body = (session) -> "{\"sender\":" + session.userId() + "}";
		return exec(http("POST /echo").post("/echo")
			.header("Content-Type", "application/json")
			.body(StringBody(body))
			.check(status().is(200), header("Content-Type").is("application/json"), bodyString().is(body)));
	}

	private static ChainBuilder slow() {
		return exec(http("GET /slow").get("/slow?ms=50")
			.check(status().is(200), bodyString().is("Waited 50 ms"), responseTimeInMillis().gte(50)));
	}

}
