package dev.millrace.loadtests.simulations;

import java.time.Duration;

import io.gatling.javaapi.core.Simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/**
 * Visitors that come whatever the server does, {@code -Drate} a second, each asking for
 * every route once: the open model, in which a slow server meets a growing crowd.
 */
public final class MixedRoutesSimulation extends Simulation {

	/**
	 * Sets the simulation up.
	 */
	public MixedRoutesSimulation() {
		double rate = Settings.rate(100);
		setUp(scenario("mixed").exec(exec(SampleRoutes.MIXED))
			.injectOpen(rampUsersPerSec(1).to(rate).during(Duration.ofSeconds(2)),
					constantUsersPerSec(rate).during(Duration.ofSeconds(Settings.seconds(30)))))
			.protocols(Settings.protocol())
			.assertions(global().failedRequests().count().is(0L));
	}

}
