package dev.millrace.actuate;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;

import dev.millrace.exchange.Answer;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.ExchangeFilter;
import dev.millrace.exchange.Need;
import dev.millrace.exchange.ResponseHead;
import dev.millrace.exchange.Verdict;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.web.exchanges.HttpExchange;
import org.springframework.boot.actuate.web.exchanges.HttpExchangeRepository;
import org.springframework.boot.actuate.web.exchanges.Include;

/**
 * Adds the hot requests to the {@link HttpExchangeRepository} of the application, as
 * Spring Boot's {@code HttpExchangesWebFilter} adds those that WebFlux answers. A request
 * that the pipeline passes on is left to that filter, so none is recorded twice; one that
 * ends without a response is recorded by neither.
 * <p>
 * It is an {@link ExchangeFilter} because it must see the head of each response. So each
 * hot request gets an exchange while this filter is there. Called on event loops: the
 * repository is told there, as it is by WebFlux.
 */
public final class HotExchangeRecorder implements ExchangeFilter {

	private static final Logger logger = LoggerFactory.getLogger(HotExchangeRecorder.class);

	private final HttpExchangeRepository repository;

	private final Set<Include> includes;

	/**
	 * Creates a recorder.
	 * @param repository takes the exchanges
	 * @param includes what is recorded of each
	 */
	public HotExchangeRecorder(HttpExchangeRepository repository, Set<Include> includes) {
		this.repository = repository;
		this.includes = includes.isEmpty() ? EnumSet.noneOf(Include.class) : EnumSet.copyOf(includes);
	}

	@Override
	public Set<Need> needs() {
		return EnumSet.of(Need.ADDRESS, Need.HEAD, Need.RESPONSE_HEAD);
	}

	@Override
	public Verdict onRequest(Exchange exchange) {
		if (exchange.matched() != null) {
			exchange.wantResponse();
		}
		return Verdict.PASS;
	}

	@Override
	public @Nullable Answer onResponse(Exchange exchange, ResponseHead head) {
		if (!exchange.passed() && exchange.matched() != null) {
			try {
				this.repository.add(record(exchange, head));
			}
			catch (RuntimeException ex) {
				logger.warn("A request to hot route {} is not recorded", exchange.route(), ex);
			}
		}
		return null;
	}

	private HttpExchange record(Exchange exchange, ResponseHead head) {
		Instant end = Instant.now();
		Instant start = end.minusNanos(Math.max(0, System.nanoTime() - exchange.startNanos()));
		return HttpExchange.start(at(start), new RecordedRequest(exchange))
			.finish(at(end), new RecordedResponse(head), () -> null, () -> null, this.includes);
	}

	private static Clock at(Instant instant) {
		return Clock.fixed(instant, ZoneOffset.UTC);
	}

}
