package dev.millrace.exchange.syntax;

/**
 * Stops Netty's parser at a request that breaks a rule. Carries no stack trace: a client
 * that sends such a request may send many.
 */
public final class HttpRuleException extends RuntimeException {

	private final transient HttpRule rule;

	HttpRuleException(HttpRule rule) {
		super(rule.name(), null, false, false);
		this.rule = rule;
	}

	public HttpRule rule() {
		return this.rule;
	}

}
