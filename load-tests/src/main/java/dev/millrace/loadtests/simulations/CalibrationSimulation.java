package dev.millrace.loadtests.simulations;

import io.gatling.javaapi.core.Simulation;

import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * As many requests as one process of Gatling can make: {@code -Dusers} users ask again as
 * soon as they have their answer, for {@code -Dseconds}. Against a server that costs
 * nothing it tells what Gatling itself costs.
 */
public final class CalibrationSimulation extends Simulation {

	/**
	 * Sets the simulation up.
	 */
	public CalibrationSimulation() {
		setUp(scenario("calibration")
			.exec(during(Settings.seconds(10)).on(http("GET").get(Settings.path()).check(status().is(200))))
			.injectOpen(rampUsers(Settings.users(64)).during(1))).protocols(Settings.protocol());
	}

}
