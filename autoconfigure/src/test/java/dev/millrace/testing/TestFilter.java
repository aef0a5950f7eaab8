package dev.millrace.testing;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.millrace.exchange.Answer;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.ExchangeFilter;
import dev.millrace.exchange.Need;
import dev.millrace.exchange.Outcome;
import dev.millrace.exchange.ResponseHead;
import dev.millrace.exchange.Verdict;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A filter that is put together in a test. It wants to see what it has an action for, of
 * each exchange.
 */
public final class TestFilter implements ExchangeFilter {

	private final Set<Need> needs = EnumSet.of(Need.HEAD);

	private Function<Exchange, Verdict> request = (exchange) -> Verdict.PASS;

	private BiFunction<Exchange, ByteBuf, Verdict> body = (exchange, bytes) -> Verdict.PASS;

	private BiFunction<Exchange, ResponseHead, @Nullable Answer> response = (exchange, head) -> null;

	private BiFunction<Exchange, ByteBuf, ByteBuf> responseBody = (exchange, piece) -> piece;

	private Runnable end = () -> {
	};

	/** Answers the requests for one path. */
	public static TestFilter answering(String path, Function<Exchange, Verdict> answer) {
		return new TestFilter()
			.request((exchange) -> exchange.path().equals(path) ? answer.apply(exchange) : Verdict.PASS);
	}

	public TestFilter request(Function<Exchange, Verdict> action) {
		this.request = action;
		return this;
	}

	public TestFilter body(BiFunction<Exchange, ByteBuf, Verdict> action) {
		this.needs.add(Need.BODY);
		this.body = action;
		return this;
	}

	public TestFilter response(BiFunction<Exchange, ResponseHead, @Nullable Answer> action) {
		this.needs.add(Need.RESPONSE_HEAD);
		this.response = action;
		return this;
	}

	public TestFilter responseBody(BiFunction<Exchange, ByteBuf, ByteBuf> action) {
		this.needs.add(Need.RESPONSE_HEAD);
		this.needs.add(Need.RESPONSE_BODY);
		this.responseBody = action;
		return this;
	}

	public TestFilter end(Runnable action) {
		this.end = action;
		return this;
	}

	@Override
	public Set<Need> needs() {
		return this.needs;
	}

	@Override
	public Verdict onRequest(Exchange exchange) {
		if (this.needs.contains(Need.RESPONSE_HEAD)) {
			exchange.wantResponse();
		}
		return this.request.apply(exchange);
	}

	@Override
	public Verdict onBody(Exchange exchange, ByteBuf bytes) {
		return this.body.apply(exchange, bytes);
	}

	@Override
	public @Nullable Answer onResponse(Exchange exchange, ResponseHead head) {
		if (this.needs.contains(Need.RESPONSE_BODY)) {
			head.wantBody();
		}
		return this.response.apply(exchange, head);
	}

	@Override
	public ByteBuf onResponseBody(Exchange exchange, ByteBuf piece) {
		return this.responseBody.apply(exchange, piece);
	}

	@Override
	public void onEnd(Exchange exchange, Outcome outcome) {
		this.end.run();
	}

}
