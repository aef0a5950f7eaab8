package dev.millrace.hot.blocking;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Makes the executor of blocking hot handlers.
 */
public final class BlockingExecutor {

	private BlockingExecutor() {
	}

	/**
	 * Makes an executor: virtual threads where the JVM has them, else a pool that refuses
	 * work when it is full.
	 * @param threads most threads of the pool
	 * @param queue most tasks that wait for a thread of the pool
	 * @return the executor
	 */
	public static ExecutorService create(int threads, int queue) {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
			ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS,
					new ArrayBlockingQueue<>(queue), new DefaultThreadFactory("millrace-blocking", true));
			pool.allowCoreThreadTimeOut(true);
			return pool;
		}
	}

}
