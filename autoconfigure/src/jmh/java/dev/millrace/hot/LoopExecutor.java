package dev.millrace.hot;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Runs benchmarks on threads of the kind that event loops have, for which Netty has
 * quicker ways.
 */
public class LoopExecutor extends ThreadPoolExecutor {

	/** Names this class to the harness. */
	static final String ARGUMENT = "-Djmh.executor.class=dev.millrace.hot.LoopExecutor";

	public LoopExecutor(int threads, String prefix) {
		super(threads, threads, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(),
				new DefaultThreadFactory(prefix, true));
	}

}
