package dev.millrace.hot;

import java.lang.StackWalker.StackFrame;
import java.util.Set;

/**
 * The line of code that makes a hot route, for messages about it.
 */
final class HotRoutePlace {

	private static final Set<String> OWN = Set.of(HotRoutePlace.class.getName(), HotRoute.class.getName(),
			HotRouteBuilder.class.getName());

	private HotRoutePlace() {
	}

	/** The nearest caller that is no part of the builder. */
	static String current() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.filter((frame) -> !OWN.contains(frame.getClassName()))
				.findFirst()
				.map(HotRoutePlace::describe)
				.orElse("an unknown place"));
	}

	private static String describe(StackFrame frame) {
		return frame.toStackTraceElement().toString();
	}

}
