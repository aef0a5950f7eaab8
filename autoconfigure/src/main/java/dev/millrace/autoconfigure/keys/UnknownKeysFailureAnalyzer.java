package dev.millrace.autoconfigure.keys;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link UnknownKeysException}.
 */
class UnknownKeysFailureAnalyzer extends AbstractFailureAnalyzer<UnknownKeysException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownKeysException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Correct or remove them, or set 'millrace.unknown-properties' to 'warn' or 'ignore'.", cause);
	}

}
