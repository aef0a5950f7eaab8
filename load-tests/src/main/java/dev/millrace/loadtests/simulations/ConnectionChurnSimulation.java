package dev.millrace.loadtests.simulations;

import io.gatling.javaapi.core.Simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * {@code -Drate} new connections a second, each closed after ten requests. Addresses of
 * the loopback network take turns, so that the ports of one do not run out.
 */
public final class ConnectionChurnSimulation extends Simulation {

	private static final int REQUESTS_PER_CONNECTION = 10;

	/**
	 * Sets the simulation up.
	 */
	public ConnectionChurnSimulation() {
		setUp(scenario("churn")
			.exec(repeat(REQUESTS_PER_CONNECTION).on(exec(http("GET").get(Settings.path()).check(status().is(200)))))
			.injectOpen(constantUsersPerSec(Settings.rate(200)).during(Settings.seconds(20))))
			.protocols(Settings.protocol().localAddresses("127.0.0.2", "127.0.0.3", "127.0.0.4"))
			.assertions(global().failedRequests().count().is(0L));
	}

}
