package dev.millrace.exchange;

import java.util.concurrent.RejectedExecutionException;

import dev.millrace.exchange.syntax.HttpRules;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Forwards calls of exchanges to their handler, and verdicts of any thread to its event
 * loop. One per handler.
 *
 * @param handler the handler
 * @param filters its way through the filters
 */
record LoopOwner(ExchangeHandler handler, FilterRun filters) implements ExchangeOwner {

	@Override
	public byte @Nullable [] headBytes() {
		return this.handler.headBytes();
	}

	@Override
	public boolean answerable() {
		return this.handler.layout().allowsAnswers();
	}

	@Override
	public void wantsResponse(Exchange exchange) {
		if (!this.handler.isCurrent(exchange)) {
			throw new IllegalStateException("The exchange is over");
		}
		this.filters.wantHead();
	}

	@Override
	public HttpRules rules() {
		return this.handler.settings().rules();
	}

	@Override
	public void execute(Runnable task) {
		if (loop().inEventLoop()) {
			task.run();
		}
		else {
			handOver(task);
		}
	}

	@Override
	public void resumed(Exchange exchange, Suspension by, Verdict verdict) {
		if (loop().inEventLoop()) {
			resume(exchange, by, verdict);
		}
		else if (!handOver(() -> resume(exchange, by, verdict))) {
			Answers.release(verdict);
		}
	}

	@Override
	public void failed(Exchange exchange, Suspension by, Throwable error) {
		if (loop().inEventLoop()) {
			fail(exchange, by, error);
		}
		else {
			handOver(() -> fail(exchange, by, error));
		}
	}

	private EventExecutor loop() {
		return this.handler.context().executor();
	}

	/**
	 * Hands a task to the event loop.
	 * @param task the task
	 * @return {@code false} if the server has shut down: the connection is closed, and no
	 * client waits for the task
	 */
	private boolean handOver(Runnable task) {
		try {
			loop().execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	private void resume(Exchange exchange, Suspension by, Verdict verdict) {
		by.stopDeadline();
		this.handler.resume(exchange, by, verdict);
	}

	private void fail(Exchange exchange, Suspension by, Throwable error) {
		by.stopDeadline();
		if (this.handler.isCurrent(exchange)) {
			this.handler.resume(exchange, by, this.handler.failed(exchange, error));
		}
	}

}
