package dev.millrace.loadtests.suite;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The suites by name.
 */
public final class Suites {

	private Suites() {
	}

	/**
	 * Return the names.
	 * @return the names of all suites
	 */
	public static Set<String> names() {
		return new TreeSet<>(Set.of("smoke", "targets", "compare", "sweep", "scale", "scenarios"));
	}

	/**
	 * Looks a suite up.
	 * @param name its name
	 * @param path what to ask for where the suite lets that be chosen
	 * @return the suite, absent if there is none of that name
	 */
	public static Optional<Suite> find(String name, Optional<String> path) {
		return Optional.ofNullable(switch (name) {
			case "smoke" -> new SmokeSuite();
			case "targets" -> new TargetsSuite(path);
			case "compare" -> new CompareSuite();
			case "sweep" -> new SweepSuite();
			case "scale" -> new ScaleSuite();
			case "scenarios" -> new ScenariosSuite();
			default -> null;
		});
	}

}
