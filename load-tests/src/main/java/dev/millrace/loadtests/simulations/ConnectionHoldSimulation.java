package dev.millrace.loadtests.simulations;

import java.time.Duration;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * Holds {@code -Dusers} connections, 10,000 unless told otherwise: all of them are open
 * before anything is counted, then each is used once in ten seconds for
 * {@code -Dseconds}. Whether they really are open only the server's side can tell.
 */
public final class ConnectionHoldSimulation extends Simulation {

	/** Slow enough for an accept queue of any size. */
	private static final int CONNECTIONS_PER_SECOND = 500;

	private static final Duration PACE = Duration.ofSeconds(10);

	/**
	 * Sets the simulation up.
	 */
	public ConnectionHoldSimulation() {
		int users = Settings.users(10_000);
		int seconds = Settings.seconds(20);
		Duration pace = (seconds < PACE.toSeconds()) ? Duration.ofSeconds(seconds) : PACE;
		int ramp = Math.max(1, users / CONNECTIONS_PER_SECOND);
		ScenarioBuilder hold = scenario("hold").exec(http("open").get(Settings.path()).check(status().is(200)).silent())
			.rendezVous(users)
			.pause(Duration.ZERO, pace)
			.exec(during(seconds).on(pace(pace).exec(http("use").get(Settings.path()).check(status().is(200)))));
		setUp(hold.injectOpen(rampUsers(users).during(ramp)))
			.maxDuration(Duration.ofSeconds(ramp + seconds).plus(PACE.multipliedBy(3)))
			.protocols(Settings.protocol())
			.assertions(global().failedRequests().count().is(0L),
					details("use").allRequests().count().gte((long) users));
	}

}
