package dev.millrace.autoconfigure;

import dev.millrace.hot.HotRouteException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link HotRouteException}.
 */
class HotRouteFailureAnalyzer extends AbstractFailureAnalyzer<HotRouteException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, HotRouteException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
