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

	/** Each user makes this many requests a second. */
	private static final double RATE_OF_A_USER = 20;

	/** The rate is the mean of the whole run, in which the users also come and go. */
	private static final double RAMP_ALLOWANCE = 0.9;

	/**
	 * Sets the simulation up.
	 */
	public Requests100kSimulation() {
		double rate = Settings.rate(100_000);
		int users = (int) Math.max(1, Math.ceil(rate / RATE_OF_A_USER));
		Duration pace = Duration.ofNanos((long) (1e9 * users / rate));
		setUp(scenario("constant rate")
			.exec(during(Settings.seconds(30))
				.on(pace(pace).exec(http("GET").get(Settings.path()).check(status().is(200)))))
			.injectOpen(rampUsers(users).during(1))).protocols(Settings.protocol())
			.assertions(global().failedRequests().count().is(0L), global().requestsPerSec().gte(rate * RAMP_ALLOWANCE));
	}

}
