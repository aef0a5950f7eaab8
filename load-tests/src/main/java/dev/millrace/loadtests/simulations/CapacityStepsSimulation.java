package dev.millrace.loadtests.simulations;

import io.gatling.javaapi.core.Simulation;

import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.incrementUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * Steps to capacity: five levels, each {@code -Drate} users a second above the last and
 * {@code -Dseconds} long. Where the report's curve of answers leaves that of requests the
 * server, or Gatling, has reached its end; Gatling's own CPU tells which.
 */
public final class CapacityStepsSimulation extends Simulation {

	private static final int LEVELS = 5;

	/**
	 * Sets the simulation up.
	 */
	public CapacityStepsSimulation() {
		double step = Settings.rate(1000);
		setUp(scenario("steps").exec(http("GET").get(Settings.path()).check(status().is(200)))
			.injectOpen(
					incrementUsersPerSec(step).times(LEVELS).eachLevelLasting(Settings.seconds(10)).startingFrom(step)))
			.protocols(Settings.protocol().shareConnections())
			.assertions(global().failedRequests().percent().lt(1.0));
	}

}
