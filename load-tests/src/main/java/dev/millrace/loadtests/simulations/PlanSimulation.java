package dev.millrace.loadtests.simulations;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.millrace.loadtests.plan.Placeholders;
import dev.millrace.loadtests.plan.Plan;
import dev.millrace.loadtests.plan.Plan.PlannedRequest;
import io.gatling.javaapi.core.Choice;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpRequestActionBuilder;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * Follows the plan of {@code -Dplan}, in the open model. Secrets come from the
 * environment of this process and are put into requests only.
 */
public final class PlanSimulation extends Simulation {

	private static final double PERCENT = 100;

	private final Placeholders placeholders = new Placeholders(System.getenv());

	/**
	 * Sets the simulation up.
	 * @throws IOException if the plan cannot be read
	 */
	public PlanSimulation() throws IOException {
		Plan plan = Plan.read(Path.of(System.getProperty("plan")));
		double weights = plan.requests().stream().mapToDouble(PlannedRequest::weight).sum();
		List<Choice.WithWeight> choices = plan.requests()
			.stream()
			.map((request) -> new Choice.WithWeight(PERCENT * request.weight() / weights, exec(request(request))))
			.toList();
		setUp(scenario("plan").exec(randomSwitch().on(choices))
			.injectOpen(constantUsersPerSec(plan.rate()).during(plan.duration())))
			.protocols(Settings.protocol().shareConnections());
	}

	private HttpRequestActionBuilder request(PlannedRequest planned) {
		HttpRequestActionBuilder request = http(planned.name()).httpRequest(planned.method(), planned.path());
		for (var header : planned.headers().entrySet()) {
			String value = this.placeholders.resolve(header.getValue());
			request = request.header(header.getKey(), (session) -> value);
		}
		if (planned.body() != null) {
			String body = this.placeholders.resolve(planned.body());
			request = request.body(StringBody((session) -> body));
		}
		return request.check(status().is(planned.status()));
	}

}
