package dev.millrace.exchange;

import java.util.function.BooleanSupplier;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Sends the pieces of a streamed answer: asks for the next one only while the channel is
 * writable, and cancels when the client leaves. The head goes out with the first signal,
 * so that an answer that fails before it is one of 500. Signals may come from any thread;
 * all state is confined to the event loop.
 */
final class StreamWriter implements Subscriber<ByteBuf> {

	private final ExchangeHandler handler;

	private final Exchange exchange;

	private final EventExecutor executor;

	private final boolean filtered;

	private final BooleanSupplier head;

	private @Nullable Subscription subscription;

	private boolean begun;

	private boolean asked;

	private boolean done;

	/**
	 * Creates a writer.
	 * @param handler what to write with
	 * @param exchange the exchange that is answered
	 * @param filtered whether the pieces pass the filters
	 * @param head sends the head and says whether the body may follow
	 */
	StreamWriter(ExchangeHandler handler, Exchange exchange, boolean filtered, BooleanSupplier head) {
		this.handler = handler;
		this.exchange = exchange;
		this.executor = handler.context().executor();
		this.filtered = filtered;
		this.head = head;
	}

	@Override
	public void onSubscribe(Subscription newSubscription) {
		onLoop(() -> {
			if (this.done || this.subscription != null) {
				newSubscription.cancel();
			}
			else {
				this.subscription = newSubscription;
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
				fail(error);
			}
		});
	}

	@Override
	public void onComplete() {
		onLoop(() -> {
			if (!this.done && begin()) {
				this.done = true;
				this.handler.response().endStream();
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
		boolean owned = true;
		try {
			if (this.done || !begin()) {
				return;
			}
			owned = false;
			ResponseProgress response = this.handler.response();
			if (response.write(this.filtered ? response.filtered(piece) : piece)) {
				this.handler.flushSoon();
				ask();
			}
			else {
				cancel();
				response.exceeded();
			}
		}
		catch (Throwable ex) {
			cancel();
			fail(ex);
		}
		finally {
			if (owned) {
				piece.release();
			}
		}
	}

	/** Sends the head once; false when another answer took the place of this one. */
	private boolean begin() {
		if (this.begun) {
			return true;
		}
		this.begun = true;
		try {
			if (this.head.getAsBoolean()) {
				return true;
			}
			cancel();
		}
		catch (Throwable ex) {
			cancel();
			fail(ex);
		}
		return false;
	}

	private void fail(Throwable error) {
		new AnswerWriter(this.handler, this.exchange, this.filtered).failed(error);
	}

	private void ask() {
		if (!this.asked && !this.done && this.subscription != null && this.handler.context().channel().isWritable()) {
			this.asked = true;
			this.subscription.request(1);
		}
	}

}
