package dev.millrace.loadtests.suite;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.millrace.loadtests.sut.RunningApplication;

/**
 * A Gatling simulation of one's own, whose assertions decide.
 */
public final class SimulationSuite implements Suite {

	private static final Duration TIMEOUT = Duration.ofHours(2);

	private final URI url;

	private final String simulation;

	private final String classPath;

	/**
	 * Creates the suite.
	 * @param url the server, given to the simulation as {@code -DbaseUrl}
	 * @param simulation the name of the class
	 * @param classPath where it is found
	 */
	public SimulationSuite(URI url, String simulation, String classPath) {
		this.url = url;
		this.simulation = simulation;
		this.classPath = classPath;
	}

	@Override
	public void run(SuiteContext context, Findings findings) {
		RunningApplication application = new RunningApplication(this.url);
		application.require("before the load");
		GatlingStep.Result result = new GatlingStep(this.simulation, this.classPath, this.url, null, Map.of(), TIMEOUT)
			.run(context, context.placement(), 1, GatlingStep.NOTHING);
		application.require("after the load");
		result.note(findings);
		findings.check(result.check(this.simulation, List.of(), context.targets().validity()));
	}

}
