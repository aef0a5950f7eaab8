package dev.millrace.hot;

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
final class BlockingCall {

	private BlockingCall() {
	}

	/**
	 * Prepares a call.
	 * @param executor gives the thread
	 * @param route the route
	 * @param request the request
	 * @return the answer, or {@link NoThreadException}
	 */
	static Mono<HotResponse> of(Executor executor, HotRoute route, HotRequest request) {
		return Mono.create((sink) -> start(executor, route, request, sink));
	}

	private static void start(Executor executor, HotRoute route, HotRequest request, MonoSink<HotResponse> sink) {
		AtomicBoolean cancelled = new AtomicBoolean();
		FutureTask<Void> task = new FutureTask<>(() -> {
			try {
				sink.success(ask(route, request));
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

	/** Calls a handler that answers at once. */
	static HotResponse ask(HotRoute route, HotRequest request) throws Exception {
		HotResponse response = route.immediate().handle(request);
		if (response == null) {
			throw new IllegalStateException("Hot route " + route + " gave null for an answer");
		}
		return response;
	}

}
