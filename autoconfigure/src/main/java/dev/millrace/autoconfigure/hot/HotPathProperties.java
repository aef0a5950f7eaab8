package dev.millrace.autoconfigure.hot;

import dev.millrace.hot.startup.HotStartup.Undeclared;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of hot routes.
 *
 * @param undeclared What becomes of hot routes that do not say who may use them, as soon
 * as there is something that they would bypass.
 * @param byteLane Whether hot routes that answer at once are answered straight from the
 * bytes of plain requests, before Netty's parser. What a request is answered with does
 * not depend on it.
 * @param blocking Threads of blocking handlers.
 */
@ConfigurationProperties("millrace.hot-path")
public record HotPathProperties(@DefaultValue("webflux") Undeclared undeclared, @DefaultValue("true") boolean byteLane,
		@DefaultValue Blocking blocking) {

	/**
	 * Threads of blocking handlers.
	 *
	 * @param executor Where blocking handlers run.
	 * @param threads Most threads of the pool that is used on JVMs without virtual
	 * threads.
	 * @param queue Most requests that wait for a thread of that pool before further ones
	 * are answered with 503.
	 */
	record Blocking(@DefaultValue("auto") BlockingThreads executor, @DefaultValue("64") int threads,
			@DefaultValue("256") int queue) {
	}

	/**
	 * Where blocking handlers run.
	 */
	enum BlockingThreads {

		/** On virtual threads where the JVM has them, else on a bounded pool. */
		AUTO,

		/** On the application's {@code applicationTaskExecutor}. */
		APPLICATION

	}

}
