package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.millrace.exchange.ByteLaneFilter;
import dev.millrace.exchange.ByteLaneListener;
import dev.millrace.exchange.ByteLaneView;
import dev.millrace.exchange.Caller;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.ExchangeFilter;
import dev.millrace.exchange.ExchangeListener;
import dev.millrace.exchange.FilterChain;
import dev.millrace.exchange.Need;
import dev.millrace.exchange.Outcome;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.Route;
import dev.millrace.exchange.Verdict;
import dev.millrace.hot.timing.HotTimers;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a filter names decides how it is called for hot routes, and what it costs them. Of
 * 16 requests to a constant route the first is an exchange in any case: it finds the
 * timer of all others.
 */
class ByteLaneFilterTests {

	private static final int COUNT = 16;

	private static final Set<Need> FACTS = EnumSet.of(Need.ADDRESS, Need.HEAD);

	private final HotRoutes routes = new HotRoutes("", HotJson.NONE);

	private final HotRequestListener counts = new HotRequestListener(HotTimers.NONE);

	@Test
	void aRequestThatPassesHasNoExchange() {
		Filter filter = new Filter(FACTS, (request) -> true);
		request(List.of(filter));
		assertThat(filter.bytes).isEqualTo(COUNT - 1);
		assertThat(filter.exchanges).isEqualTo(1);
		assertThat(filter.ends).isEqualTo(1);
		assertThat(cost()).isEqualTo(Map.of(Filter.class.getName(), FilterChain.Cost.BYTES));
		assertThat(requests()).isEqualTo(COUNT);
	}

	@Test
	void aRequestThatDoesNotPassIsDecidedAsAnExchange() {
		Filter filter = new Filter(FACTS, (request) -> false);
		request(List.of(filter));
		assertThat(filter.bytes).isEqualTo(COUNT - 1);
		assertThat(filter.exchanges).isEqualTo(COUNT);
		assertThat(filter.ends).isEqualTo(COUNT);
		assertThat(requests()).isEqualTo(COUNT);
	}

	@Test
	void whatHasPassedIsNotAskedAgain() {
		Filter first = new Filter(FACTS, (request) -> true);
		Filter second = new Filter(FACTS, (request) -> false);
		Filter third = new Filter(FACTS, (request) -> true);
		request(List.of(first, second, third));
		assertThat(first.bytes).isEqualTo(COUNT - 1);
		assertThat(first.exchanges).isEqualTo(1);
		assertThat(first.ends).isEqualTo(1);
		assertThat(second.bytes).isEqualTo(COUNT - 1);
		assertThat(second.exchanges).isEqualTo(COUNT);
		assertThat(third.bytes).isZero();
		assertThat(third.exchanges).isEqualTo(COUNT);
	}

	@Test
	void aFilterThatThrowsHasNotLetTheRequestPass() {
		Filter filter = new Filter(FACTS, (request) -> {
			throw new IllegalStateException("broken");
		});
		request(List.of(filter));
		assertThat(filter.bytes).isEqualTo(COUNT - 1);
		assertThat(filter.exchanges).isEqualTo(COUNT);
	}

	@Test
	void filtersSeeTheRequestInItsBytes() {
		List<String> seen = new ArrayList<>();
		Filter filter = new Filter(FACTS,
				(request) -> seen.add(request.method() + " " + request.path() + " " + request.query() + " "
						+ request.header("host") + " " + request.route() + " "
						+ request.headerLines().toString(StandardCharsets.US_ASCII).lines().toList()));
		request(List.of(filter));
		assertThat(seen).hasSize(COUNT - 1)
			.allSatisfy((request) -> assertThat(request).startsWith("GET /a null localhost:8080 /a [Host: ")
				.endsWith("Connection: keep-alive]"));
	}

	@Test
	void theCallerIsToldToWhatComesAfter() {
		Filter finds = new Filter(FACTS, (request) -> {
			request.caller(Caller.of("alice"));
			return true;
		});
		Filter refuses = new Filter(FACTS, (request) -> !request.caller().id().equals("alice"));
		List<String> callers = new ArrayList<>();
		ExchangeListener listener = (ToldOfExchanges) (exchange, outcome) -> callers
			.add((exchange.caller() != null) ? exchange.caller().id() : "unknown");
		request(List.of(finds, refuses), listener);
		assertThat(callers.subList(1, callers.size())).hasSize(COUNT - 1).containsOnly("alice");
	}

	@Test
	void listenersReadTheCallerThatAFilterFound() {
		Filter finds = new Filter(FACTS, (request) -> {
			request.caller(Caller.of("alice"));
			return true;
		});
		List<String> callers = new ArrayList<>();
		request(List.of(finds), new ByteLaneListener() {

			@Override
			public void answered(ByteLaneView answered) {
				callers.add(answered.caller().id() + " " + answered.status());
			}

			@Override
			public void ended(Exchange exchange, Outcome outcome) {
				// The first request.
			}

		});
		assertThat(callers).hasSize(COUNT - 1).containsOnly("alice 200");
	}

	@Test
	void aFilterOfAddressesIsAskedOnceForAConnection() {
		Filter filter = new Filter(EnumSet.of(Need.ADDRESS), (request) -> false);
		try (HotPipeline pipeline = pipeline(List.of(filter))) {
			send(pipeline);
			assertThat(filter.exchanges).isEqualTo(1);
			filter.generation++;
			send(pipeline);
			assertThat(filter.exchanges).isEqualTo(2);
		}
		assertThat(filter.bytes).isZero();
		assertThat(cost()).isEqualTo(Map.of(Filter.class.getName(), FilterChain.Cost.CONNECTION));
	}

	@Test
	void aFilterOfAddressesThatDoesNotPassIsAskedAgain() {
		Filter filter = new Filter(EnumSet.of(Need.ADDRESS), (request) -> true);
		filter.verdict = PreparedResponse.empty(403);
		request(List.of(filter));
		assertThat(filter.exchanges).isEqualTo(COUNT);
	}

	@Test
	void aFilterOfHeadsKeepsItsRoutesOnTheByteLane() {
		Plain filter = new Plain();
		request(List.of(filter));
		assertThat(filter.exchanges).isEqualTo(COUNT);
		assertThat(this.routes.snapshots()).singleElement().satisfies((route) -> {
			assertThat(route.lane()).isEqualTo("byte");
			assertThat(route.filters()).isEqualTo(Map.of(Plain.class.getName(), FilterChain.Cost.EXCHANGE));
		});
	}

	@Test
	void aFilterThatNamesMoreThanTheHeadIsNotAskedAboutBytes() {
		Filter filter = new Filter(EnumSet.of(Need.HEAD, Need.RESPONSE_HEAD), (request) -> true);
		request(List.of(filter));
		assertThat(filter.bytes).isZero();
		assertThat(filter.exchanges).isEqualTo(COUNT);
	}

	@Test
	void aFilterThatDoesNotApplyToARouteIsNotAsked() {
		Filter filter = new Filter(FACTS, (request) -> true);
		filter.applies = (route) -> !route.pattern().equals("/a");
		request(List.of(filter));
		assertThat(filter.bytes).isZero();
		assertThat(filter.exchanges).isZero();
		assertThat(filter.ends).isZero();
		assertThat(cost()).isEqualTo(Map.of(Filter.class.getName(), FilterChain.Cost.NONE));
	}

	private Map<String, FilterChain.Cost> cost() {
		return this.routes.snapshots().get(0).filters();
	}

	private long requests() {
		return this.routes.snapshots().get(0).requests();
	}

	private void request(List<? extends ExchangeFilter> filters, ExchangeListener... listeners) {
		try (HotPipeline pipeline = pipeline(filters, listeners)) {
			send(pipeline);
		}
	}

	private HotPipeline pipeline(List<? extends ExchangeFilter> filters, ExchangeListener... listeners) {
		this.routes.register(HotRoute.get("/a").permitAll().respond(HotResponse.text("a")));
		return HotPipeline.onBytes(this.routes, filters, this.counts, listeners);
	}

	private static void send(HotPipeline pipeline) {
		ByteBuf requests = HotPipeline.get("/a", COUNT);
		pipeline.read(requests);
		requests.release();
	}

	/** Is told about exchanges, and may be left out where there is none. */
	private interface ToldOfExchanges extends ByteLaneListener {

		@Override
		void ended(Exchange exchange, Outcome outcome);

		@Override
		default void answered(ByteLaneView answered) {
			// Told about exchanges only.
		}

	}

	/** Counts how it is asked. */
	private static final class Filter implements ByteLaneFilter {

		private final Set<Need> needs;

		private final Predicate<ByteLaneView> passes;

		private Predicate<Route> applies = (route) -> true;

		private Verdict verdict = Verdict.PASS;

		private long generation;

		private int bytes;

		private int exchanges;

		private int ends;

		Filter(Set<Need> needs, Predicate<ByteLaneView> passes) {
			this.needs = needs;
			this.passes = passes;
		}

		@Override
		public Set<Need> needs() {
			return this.needs;
		}

		@Override
		public boolean appliesTo(Route route) {
			return this.applies.test(route);
		}

		@Override
		public long generation() {
			return this.generation;
		}

		@Override
		public boolean passes(ByteLaneView request) {
			this.bytes++;
			return this.passes.test(request);
		}

		@Override
		public Verdict onRequest(Exchange exchange) {
			this.exchanges++;
			return this.verdict;
		}

		@Override
		public void onEnd(Exchange exchange, Outcome outcome) {
			this.ends++;
		}

	}

	/** Must see each request as an exchange. */
	private static final class Plain implements ExchangeFilter {

		private int exchanges;

		@Override
		public Set<Need> needs() {
			return FACTS;
		}

		@Override
		public Verdict onRequest(Exchange exchange) {
			this.exchanges++;
			return Verdict.PASS;
		}

	}

}
