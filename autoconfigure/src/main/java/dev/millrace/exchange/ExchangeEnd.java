package dev.millrace.exchange;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an exchange: frees what it holds and tells those who take part. What one of
 * them throws is logged and keeps the others from nothing.
 */
final class ExchangeEnd {

	private static final Logger logger = LoggerFactory.getLogger(ExchangeEnd.class);

	private ExchangeEnd() {
	}

	static void release(Exchange ended) {
		BodyCollector body = ended.body;
		if (body != null) {
			ended.body = null;
			body.release();
		}
		Suspension suspension = ended.suspension;
		if (suspension != null) {
			ended.suspension = null;
			cancel(suspension);
		}
		if (ended.clocks != null) {
			ended.clocks.ended();
		}
		if (!ended.passed && ended.request() instanceof FullHttpRequest) {
			ReferenceCountUtil.release(ended.request());
		}
	}

	private static void cancel(Suspension suspension) {
		try {
			suspension.cancel();
		}
		catch (Throwable ex) {
			logger.error("What was to do when the client leaves failed", ex);
		}
	}

	static void tell(ExchangeSettings settings, Exchange ended, Outcome outcome) {
		FilterChain filters = settings.filters();
		for (int i = ended.asked - 1; i >= 0; i--) {
			if (ended.skips(i)) {
				continue;
			}
			try {
				filters.get(i).onEnd(ended, outcome);
			}
			catch (Throwable ex) {
				logger.error("{} failed at the end of an exchange", filters.get(i).getClass().getName(), ex);
			}
		}
		for (int i = 0; i < settings.listeners().size(); i++) {
			try {
				settings.listeners().get(i).ended(ended, outcome);
			}
			catch (Throwable ex) {
				logger.error("{} failed at the end of an exchange", settings.listeners().get(i).getClass().getName(),
						ex);
			}
		}
	}

}
