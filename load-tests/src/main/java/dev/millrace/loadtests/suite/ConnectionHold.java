package dev.millrace.loadtests.suite;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.loadtests.measure.Bench;
import dev.millrace.loadtests.measure.RunningServer;
import dev.millrace.loadtests.probe.ProcNet;
import dev.millrace.loadtests.process.LaunchException;
import dev.millrace.loadtests.simulations.ConnectionHoldSimulation;
import dev.millrace.loadtests.sut.HttpGet;
import dev.millrace.loadtests.verdict.Check;
import dev.millrace.loadtests.verdict.Validity;

/**
 * Holds many connections and has the server's side prove it.
 */
final class ConnectionHold {

	/** The probe and the question how many there are have a connection each. */
	private static final int OWN_CONNECTIONS = 2;

	private static final Duration SLACK = Duration.ofMinutes(3);

	private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

	private final RunningServer server;

	private final ProcNet net;

	private long established;

	private long counted = -1;

	private String seen = "";

	private long lastLook = System.nanoTime() - LOOK_EVERY_NANOS;

	ConnectionHold(RunningServer server) {
		this.server = server;
		this.net = ProcNet.of(server.server().pid());
	}

	void run(SuiteContext context, Bench bench, Findings findings) {
		int wanted = context.targets().connections();
		String name = String.format(Locale.ROOT, "%,d connections held", wanted);
		String goal = String.format(Locale.ROOT, "%,d established at once, none failed, none dropped", wanted);
		if (wanted > context.machine().connectionCeiling()) {
			findings.check(Check.notApplicable(name, goal, "a process may open %d files here, %d can be connections"
				.formatted(context.machine().fileDescriptors(), context.machine().connectionCeiling())));
			return;
		}
		OptionalLong dropsBefore = this.net.listenDrops();
		GatlingStep step = GatlingStep.on(
				this.server, ConnectionHoldSimulation.class, Map.of("users", String.valueOf(wanted), "seconds",
						String.valueOf(context.options().hold().toSeconds()), "path", this.server.sut().path()),
				context.options().hold().plus(SLACK));
		GatlingStep.Result result = step.run(context, bench.launch().placement(), 1, this::look);
		result.note(findings);
		findings.check(check(name, goal, wanted, result, dropsBefore, context.targets().validity()));
	}

	private Check check(String name, String goal, int wanted, GatlingStep.Result result, OptionalLong dropsBefore,
			Validity limits) {
		List<String> invalid = new ArrayList<>(this.server.problems());
		OptionalLong dropsAfter = this.net.listenDrops();
		long drops = (dropsBefore.isPresent() && dropsAfter.isPresent())
				? dropsAfter.getAsLong() - dropsBefore.getAsLong() : -1;
		if (this.established < 0) {
			invalid.add("the kernel does not show its connections here, so there is no proof");
		}
		long failed = result.summary().failed();
		String value = String.format(Locale.ROOT,
				"%,d established in the kernel's table, %s by the server, %,d requests of %,d failed, %s connections dropped",
				this.established, (this.counted >= 0) ? String.format(Locale.ROOT, "%,d", this.counted) : "not counted",
				failed, result.summary().requests(), (drops >= 0) ? String.valueOf(drops) : "unknown");
		boolean passed = result.passed() && this.established >= wanted && drops <= 0
				&& (this.counted < 0 || this.counted >= wanted);
		if (!passed && failed == 0) {
			invalid.addAll(result.usage().excuses(limits));
		}
		return Check.of(name, passed, value, goal, invalid);
	}

	private String look() {
		if (System.nanoTime() - this.lastLook < LOOK_EVERY_NANOS) {
			return this.seen;
		}
		this.lastLook = System.nanoTime();
		OptionalLong now = this.net.established(this.server.server().baseUrl().getPort());
		this.established = now.isPresent() ? Math.max(this.established, now.getAsLong() - OWN_CONNECTIONS) : -1;
		this.counted = Math.max(this.counted, countedByServer() - OWN_CONNECTIONS);
		this.seen = now.isPresent() ? String.format(Locale.ROOT, ", %,d established", now.getAsLong()) : "";
		return this.seen;
	}

	private long countedByServer() {
		try {
			HttpResponse<String> answer = HttpGet
				.get(this.server.server().baseUrl().resolve("/actuator/millrace/connections?size=1"));
			JsonNode total = new ObjectMapper().readTree(answer.body()).path("total");
			return (answer.statusCode() == 200 && total.isNumber()) ? total.asLong() : -1;
		}
		catch (LaunchException | IOException ex) {
			return -1;
		}
	}

}
