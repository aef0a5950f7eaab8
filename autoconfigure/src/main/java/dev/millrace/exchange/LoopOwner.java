package dev.millrace.exchange;

import java.util.concurrent.RejectedExecutionException;

import dev.millrace.exchange.syntax.HttpRules;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Gives exchanges what they ask of their handler, and takes verdicts from any thread to
 * its event loop. One per handler.
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
		EventExecutor loop = this.handler.context().executor();
		if (loop.inEventLoop()) {
			task.run();
			return;
		}
		try {
			loop.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// The server has shut down: there is no exchange that the task could serve.
		}
	}

	@Override
	public void resumed(Exchange exchange, Suspension by, Verdict verdict) {
		EventExecutor loop = this.handler.context().executor();
		if (loop.inEventLoop()) {
			resume(exchange, by, verdict);
			return;
		}
		try {
			loop.execute(() -> resume(exchange, by, verdict));
		}
		catch (RejectedExecutionException ex) {
			// The server has shut down, and the connection is closed.
			Answers.release(verdict);
		}
	}

	@Override
	public void failed(Exchange exchange, Suspension by, Throwable error) {
		EventExecutor loop = this.handler.context().executor();
		if (loop.inEventLoop()) {
			fail(exchange, by, error);
			return;
		}
		try {
			loop.execute(() -> fail(exchange, by, error));
		}
		catch (RejectedExecutionException ex) {
			// As above: there is no client to be answered.
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
