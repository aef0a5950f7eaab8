package dev.millrace.exchange.syntax;

import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import dev.millrace.worker.LogLimit;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which requests are refused although Netty's parser accepts them, and the limits that
 * hold for all of them. Shared by all connections of a server.
 */
public final class HttpRules {

	/** Refuses nothing. */
	public static final HttpRules NONE = new HttpRules(StrictMode.OFF, Integer.MAX_VALUE, Long.MAX_VALUE);

	private static final Logger logger = LoggerFactory.getLogger(HttpRules.class);

	private final StrictMode mode;

	private final int maxHeaderCount;

	private final long maxBodySize;

	private final Map<HttpRule, Observations> broken = new EnumMap<>(HttpRule.class);

	/**
	 * Creates rules.
	 * @param mode what is done with requests that break one
	 * @param maxHeaderCount most header fields of an HTTP/1.1 request; more are answered
	 * with 431
	 * @param maxBodySize most bytes of a request body; more are answered with 413
	 */
	public HttpRules(StrictMode mode, int maxHeaderCount, long maxBodySize) {
		this.mode = mode;
		this.maxHeaderCount = maxHeaderCount;
		this.maxBodySize = maxBodySize;
		for (HttpRule rule : HttpRule.values()) {
			this.broken.put(rule, new Observations());
		}
	}

	/**
	 * Counts the requests that broke a rule and were served nevertheless.
	 * @return the number of them since the start
	 */
	public long observed() {
		long sum = 0;
		for (Observations observations : this.broken.values()) {
			sum += observations.count.sum();
		}
		return sum;
	}

	public boolean checks() {
		return this.mode != StrictMode.OFF;
	}

	/** Whether every lane refuses a request that breaks a rule. */
	public boolean enforces(HttpRule rule) {
		return this.mode == StrictMode.ENFORCE || (this.mode == StrictMode.AUTO && rule.desynchronises());
	}

	/** Whether hot routes refuse a request that breaks a rule. */
	public boolean enforcesOnHotRoutes() {
		return this.mode == StrictMode.AUTO || this.mode == StrictMode.ENFORCE;
	}

	public int maxHeaderCount() {
		return this.maxHeaderCount;
	}

	public long maxBodySize() {
		return this.maxBodySize;
	}

	/**
	 * Switches on every check that Netty's parser offers, whatever was configured.
	 */
	public HttpDecoderConfig strict(HttpDecoderConfig config) {
		return enforcesOnHotRoutes() ? config.clone()
			.setStrictLineParsing(true)
			.setValidateHeaders(true)
			.setAllowDuplicateContentLengths(false)
			.setUseRfc9112TransferEncoding(true) : config;
	}

	/**
	 * Counts a request that breaks a rule and is served, and logs it.
	 * @param rule the rule
	 * @param method the request method
	 * @param path the path as received
	 * @param peer the address of the peer
	 */
	public void observe(HttpRule rule, HttpMethod method, String path, SocketAddress peer) {
		Observations observations = this.broken.get(rule);
		if (observations != null && observations.countAndLog()) {
			logger.warn("{} {} from {} breaks {} and would be refused with {}", method, LogText.printable(path), peer,
					rule, rule.status());
		}
	}

	/** Count of the requests that broke one rule and were served. */
	private static final class Observations {

		private final LongAdder count = new LongAdder();

		private final LogLimit limit = new LogLimit();

		/** Whether to log, which is so once a second at most. */
		boolean countAndLog() {
			this.count.increment();
			return this.limit.count() > 0;
		}

	}

}
