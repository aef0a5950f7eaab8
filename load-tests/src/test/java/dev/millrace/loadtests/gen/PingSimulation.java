package dev.millrace.loadtests.gen;

import io.gatling.javaapi.core.Simulation;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * One request, for tests of the fork.
 */
public final class PingSimulation extends Simulation {

	/**
	 * Sets the simulation up.
	 */
	public PingSimulation() {
		setUp(scenario("ping").exec(http("ping").get("/ping").check(status().is(200))).injectOpen(atOnceUsers(1)))
			.protocols(http.baseUrl(System.getProperty("baseUrl")))
			.assertions(global().failedRequests().count().is(0L));
	}

}
