package dev.millrace.autoconfigure.hot;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * Runs blocking hot handlers. A type of its own, so that no other bean of the application
 * takes it for its executor.
 *
 * @param executor runs the handlers
 * @param owned the same, if it is to be shut down with the application
 */
record HotExecutor(Executor executor, @Nullable ExecutorService owned) implements Executor, DisposableBean {

	static HotExecutor own(ExecutorService executor) {
		return new HotExecutor(executor, executor);
	}

	static HotExecutor shared(Executor executor) {
		return new HotExecutor(executor, null);
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(task);
	}

	@Override
	public void destroy() {
		if (this.owned != null) {
			this.owned.shutdown();
		}
	}

}
