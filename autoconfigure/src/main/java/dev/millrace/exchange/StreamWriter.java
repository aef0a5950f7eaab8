package dev.millrace.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the pieces of a streamed answer: asks for the next one only while the channel is
 * writable, and cancels when the client leaves. Signals may come from any thread; all
 * state is confined to the event loop.
 */
final class StreamWriter implements Subscriber<ByteBuf> {

	private static final Logger logger = LoggerFactory.getLogger(StreamWriter.class);

	private final ExchangeHandler handler;

	private final Exchange exchange;

	private final EventExecutor executor;

	private final boolean filtered;

	private @Nullable Subscription subscription;

	private boolean asked;

	private boolean done;

	StreamWriter(ExchangeHandler handler, Exchange exchange, boolean filtered) {
		this.handler = handler;
		this.exchange = exchange;
		this.executor = handler.context().executor();
		this.filtered = filtered;
	}

	@Override
	public void onSubscribe(Subscription newSubscription) {
		onLoop(() -> {
			this.subscription = newSubscription;
			if (this.done) {
				newSubscription.cancel();
			}
			else {
				ask();
			}
		});
	}

	@Override
	public void onNext(ByteBuf piece) {
		if (this.executor.inEventLoop()) {
			write(piece);
		}
		else {
			this.executor.execute(() -> write(piece));
		}
	}

	@Override
	public void onError(Throwable error) {
		onLoop(() -> {
			if (!this.done) {
				this.done = true;
				logger.error("{} {} failed while its answer was streamed", this.exchange.method(),
						LogText.printable(this.exchange.path()), error);
				this.handler.end(this.exchange, Outcome.FAILED);
				this.handler.abort();
			}
		});
	}

	@Override
	public void onComplete() {
		onLoop(() -> {
			if (!this.done) {
				this.done = true;
				this.handler.send(LastHttpContent.EMPTY_LAST_CONTENT);
				this.handler.flushSoon();
				this.handler.responseEnded(this.exchange);
			}
		});
	}

	void writable() {
		if (!this.done) {
			ask();
		}
	}

	void cancel() {
		if (!this.done) {
			this.done = true;
			if (this.subscription != null) {
				this.subscription.cancel();
			}
		}
	}

	private void onLoop(Runnable task) {
		if (this.executor.inEventLoop()) {
			task.run();
		}
		else {
			this.executor.execute(task);
		}
	}

	private void write(ByteBuf piece) {
		this.asked = false;
		if (this.done) {
			piece.release();
			return;
		}
		ByteBuf out = this.filtered ? ResponsePhase.filterBody(this.handler, this.exchange, piece) : piece;
		this.exchange.bytesOut += out.readableBytes();
		this.handler.send(new DefaultHttpContent(out));
		this.handler.flushSoon();
		ask();
	}

	private void ask() {
		if (!this.asked && this.subscription != null && this.handler.context().channel().isWritable()) {
			this.asked = true;
			this.subscription.request(1);
		}
	}

}
