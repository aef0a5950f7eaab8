package dev.millrace.hot;

import java.util.function.BiConsumer;

import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * A {@link HotStream} over a sink of Reactor.
 *
 * @param sink where pieces go
 */
record SinkStream(FluxSink<byte[]> sink) implements HotStream {

	static Flux<byte[]> publish(HotRequest request, BiConsumer<HotRequest, HotStream> writer) {
		return Flux.create((sink) -> writer.accept(request, new SinkStream(sink)));
	}

	@Override
	public boolean write(byte[] piece) {
		this.sink.next(piece);
		return this.sink.requestedFromDownstream() > 0;
	}

	@Override
	public void onDrained(Runnable action) {
		this.sink.onRequest((demand) -> action.run());
	}

	@Override
	public void onCancel(Runnable action) {
		this.sink.onCancel(action::run);
	}

	@Override
	public void complete() {
		this.sink.complete();
	}

	@Override
	public void fail(Throwable cause) {
		this.sink.error(cause);
	}

}
