package dev.millrace.loadtests.simulations;

import java.time.Duration;

import io.gatling.javaapi.core.Simulation;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/**
 * Does it serve at all? 200 users for ten seconds, each asking for every route once a
 * second. No request may fail, and all of them must have been made: a slow machine takes
 * longer, but a run that did less cannot pass.
 */
public final class SmokeSimulation extends Simulation {

	/**
	 * Sets the simulation up.
	 */
	public SmokeSimulation() {
		int users = Settings.users(200);
		int seconds = Settings.seconds(10);
		long requests = (long) users * seconds * SampleRoutes.MIXED.size();
		setUp(scenario("smoke").exec(repeat(seconds).on(pace(Duration.ofSeconds(1)), exec(SampleRoutes.MIXED)))
			.injectOpen(rampUsers(users).during(1))).protocols(Settings.protocol())
			.assertions(global().failedRequests().count().is(0L), global().allRequests().count().is(requests));
	}

}
