package dev.millrace.loadtests.simulations;

import java.time.Duration;

import io.gatling.javaapi.core.Simulation;

import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * A constant rate, {@code -Drate}, 100,000 requests a second unless told otherwise, on
 * connections that stay open. One process cannot make that many; the harness starts as
 * many as it needs, each with its share.
 */
public final class Requests100kSimulation extends Simulation {

	/** The time between two requests of a user, in which the first must be answered. */
	public static final Duration PACE = Duration.ofMillis(50);

	/**
	 * Seconds in which the users come and go. They count in the mean of the whole run,
	 * which is what is asserted, so as much more is asked for in between.
	 */
	private static final double COMING_AND_GOING = 2.5;

	/**
	 * Sets the simulation up.
	 */
	public Requests100kSimulation() {
		double rate = Settings.rate(100_000);
		int seconds = Settings.seconds(30);
		double asked = rate * (1 + COMING_AND_GOING / seconds);
		int users = (int) Math.max(1, Math.ceil(asked * PACE.toMillis() / 1000));
		setUp(scenario("constant rate")
			.exec(during(seconds).on(pace(PACE).exec(http("GET").get(Settings.path()).check(status().is(200)))))
			.injectOpen(rampUsers(users).during(1))).protocols(Settings.protocol())
			.assertions(global().failedRequests().count().is(0L), global().requestsPerSec().gte(rate));
	}

}
