package dev.millrace.hot.blocking;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Calls a handler on a thread that may block. Cancelling interrupts it, or keeps it from
 * being started.
 */
public final class BlockingCall {

	private BlockingCall() {
	}

	/**
	 * Prepares a call.
	 * @param executor gives the thread
	 * @param call what to call
	 * @param <T> type of the answer
	 * @return the answer, or {@link NoThreadException}
	 */
	public static <T> Mono<T> of(Executor executor, Callable<T> call) {
		return Mono.create((sink) -> start(executor, call, sink));
	}

	private static <T> void start(Executor executor, Callable<T> call, MonoSink<T> sink) {
		AtomicBoolean cancelled = new AtomicBoolean();
		FutureTask<Void> task = new FutureTask<>(() -> {
			try {
				sink.success(call.call());
			}
			catch (Throwable ex) {
				if (!cancelled.get()) {
					sink.error(ex);
				}
			}
		}, null);
		sink.onCancel(() -> {
			cancelled.set(true);
			task.cancel(true);
		});
		try {
			executor.execute(CarriedContext.around(task, sink.contextView()));
		}
		catch (RejectedExecutionException ex) {
			sink.error(new NoThreadException(ex));
		}
	}

}
