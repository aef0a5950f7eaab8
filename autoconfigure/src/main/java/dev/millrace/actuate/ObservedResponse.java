package dev.millrace.actuate;

import dev.millrace.exchange.Exchange;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;

/**
 * Shows the response of an exchange to observations, which read Spring's type. Only its
 * status is known.
 */
final class ObservedResponse extends AbstractServerHttpResponse {

	private final Exchange exchange;

	ObservedResponse(Exchange exchange) {
		super(DefaultDataBufferFactory.sharedInstance);
		this.exchange = exchange;
	}

	/** Takes the status from the exchange, if a response was sent. */
	void ended() {
		if (isCommitted()) {
			setStatusCode(HttpStatusCode.valueOf(this.exchange.status()));
		}
	}

	@Override
	public boolean isCommitted() {
		return this.exchange.status() != 0;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> T getNativeResponse() {
		return (T) this.exchange;
	}

	@Override
	protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> body) {
		return refuse();
	}

	@Override
	protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return refuse();
	}

	private static Mono<Void> refuse() {
		return Mono.error(new UnsupportedOperationException("This response was given from the pipeline"));
	}

	@Override
	protected void applyStatusCode() {
	}

	@Override
	protected void applyHeaders() {
	}

	@Override
	protected void applyCookies() {
	}

}
