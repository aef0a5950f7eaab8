package dev.millrace.autoconfigure.hot;

import java.util.Arrays;
import java.util.Set;

import dev.millrace.hot.HotRoute;
import dev.millrace.hot.HotRouteException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link HotRouteException}, and names the bean and the line that threw it.
 */
class HotRouteFailureAnalyzer extends AbstractFailureAnalyzer<HotRouteException> {

	private static final String HOT = HotRoute.class.getPackageName() + ".";

	private static final Set<String> OWN = Set.of(HotLaunch.class.getName(), HotPathAutoConfiguration.class.getName());

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, HotRouteException cause) {
		StackTraceElement place = place(cause);
		String where = (place != null) ? "%n%n    at %s%s".formatted(place, bean(rootFailure, cause)) : "";
		return new FailureAnalysis(cause.getMessage() + where, cause.action(), cause);
	}

	/**
	 * The application's line, {@code null} where Millrace looked at all routes itself.
	 */
	private static @Nullable StackTraceElement place(HotRouteException cause) {
		return Arrays.stream(cause.getStackTrace())
			.filter((frame) -> !frame.getClassName().startsWith(HOT))
			.findFirst()
			.filter((frame) -> !OWN.contains(frame.getClassName()))
			.orElse(null);
	}

	/** The bean whose making failed first: those around it only wait for it. */
	private static String bean(Throwable rootFailure, HotRouteException cause) {
		String bean = "";
		for (Throwable failure = rootFailure; failure != null && !failure.equals(cause); failure = failure.getCause()) {
			if (failure instanceof BeanCreationException creation && creation.getBeanName() != null) {
				bean = ", for the bean '%s'".formatted(creation.getBeanName());
			}
		}
		return bean;
	}

}
