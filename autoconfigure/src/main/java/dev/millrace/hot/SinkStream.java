package dev.millrace.hot;

import java.io.ByteArrayOutputStream;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * A {@link HotStream} over a sink of Reactor, which hands pieces over to the event loop
 * in order.
 */
final class SinkStream implements HotStream {

	private static final int PIECE = 8 * 1024;

	private final FluxSink<byte[]> sink;

	private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

	private final AtomicInteger wanted = new AtomicInteger();

	private volatile boolean ended;

	private volatile Runnable drained = () -> {
	};

	private SinkStream(FluxSink<byte[]> sink) {
		this.sink = sink;
	}

	static Flux<byte[]> publish(HotRequest request, BiConsumer<HotRequest, HotStream> writer) {
		return Flux.create((sink) -> writer.accept(request, new SinkStream(sink)));
	}

	@Override
	public boolean write(byte[] piece) {
		this.collected.write(piece, 0, piece.length);
		return (this.collected.size() < PIECE) ? keepsUp() : flush();
	}

	@Override
	public boolean flush() {
		if (this.collected.size() > 0) {
			byte[] piece = this.collected.toByteArray();
			this.collected.reset();
			this.sink.next(piece);
		}
		return keepsUp();
	}

	private boolean keepsUp() {
		return !this.ended && this.sink.requestedFromDownstream() > 0 && !this.sink.isCancelled();
	}

	@Override
	public void onDrained(Runnable action) {
		this.drained = action;
		this.sink.onRequest((demand) -> drained());
	}

	/** Runs the action. Demand may arrive while it writes; it is run once more then. */
	private void drained() {
		if (this.wanted.getAndIncrement() != 0) {
			return;
		}
		int seen = 1;
		while (seen != 0) {
			if (keepsUp()) {
				this.drained.run();
			}
			seen = this.wanted.addAndGet(-seen);
		}
	}

	@Override
	public void onError(Consumer<? super Throwable> action) {
		this.sink.onCancel(() -> action.accept(new ClosedChannelException()));
	}

	@Override
	public void complete() {
		flush();
		this.ended = true;
		this.sink.complete();
	}

	@Override
	public void fail(Throwable cause) {
		this.ended = true;
		this.sink.error(cause);
	}

}
