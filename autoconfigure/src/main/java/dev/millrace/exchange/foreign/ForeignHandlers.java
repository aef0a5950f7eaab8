package dev.millrace.exchange.foreign;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.millrace.exchange.foreign.ForeignHandler.Place;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.NettyPipeline;

/**
 * The {@linkplain ForeignHandler foreign handlers} that the connections of a server were
 * found to have, each class at each place once: an authentication handler, a redirect, a
 * tracing agent. Such a handler may answer a request itself or pair requests with
 * answers, so no request and no answer may pass it by. Bounded, so that handlers with
 * generated classes do not fill the memory. One object for each server; safe for use by
 * any thread.
 *
 * <p>
 * A handler is known by the prefix of its name. Reactor Netty names all its handlers
 * {@code reactor.left.*} and {@code reactor.right.*}; Netty derives the name from the
 * class where the application gives none. Those of Reactor Netty that answer requests
 * themselves or are there to see all of them count as foreign: its redirect from HTTP to
 * HTTPS, its access log, error log and metrics.
 */
public final class ForeignHandlers {

	private static final String[] KNOWN = { NettyPipeline.LEFT, NettyPipeline.RIGHT, "millrace." };

	private static final Set<String> OBSERVERS = Set.of(NettyPipeline.NonSslRedirectHandler,
			NettyPipeline.AccessLogHandler, NettyPipeline.HttpMetricsHandler, NettyPipeline.ErrorLogHandler);

	private static final Logger logger = LoggerFactory.getLogger(ForeignHandlers.class);

	private static final int LIMIT = 64;

	private final List<ForeignHandler> found = new CopyOnWriteArrayList<>();

	/**
	 * Tells whether a handler belongs to the application or to an agent, or is one of
	 * Reactor Netty's that must see all requests. Initializers do not count: they leave
	 * the pipeline that they have prepared.
	 * @param name the name of the handler in its pipeline
	 * @param handler the handler
	 * @return whether the handler is foreign
	 */
	public static boolean isForeign(String name, ChannelHandler handler) {
		for (String known : KNOWN) {
			if (name.startsWith(known)) {
				return OBSERVERS.contains(name);
			}
		}
		return !(handler instanceof ChannelInitializer);
	}

	/**
	 * Takes note of a handler, and logs it when it is the first of its class there.
	 * @param handler the handler
	 */
	void add(ForeignHandler handler) {
		if (knows(handler)) {
			return;
		}
		synchronized (this.found) {
			if (knows(handler) || this.found.size() >= LIMIT) {
				return;
			}
			this.found.add(handler);
		}
		if (handler.name().startsWith(NettyPipeline.LEFT)) {
			return;
		}
		String text = "Handler '{}' ({}) stands in the pipeline, so {}; the actuator endpoint 'millrace' lists such"
				+ " handlers";
		if (handler.place() == Place.APPLICATION) {
			logger.warn(text, handler.name(), handler.type(), handler.effect());
		}
		else {
			logger.info(text, handler.name(), handler.type(), handler.effect());
		}
	}

	private boolean knows(ForeignHandler handler) {
		for (ForeignHandler known : this.found) {
			if (known.type().equals(handler.type()) && known.place() == handler.place()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns the handlers that were found since the server started.
	 * @return a copy, in the order in which they were found
	 */
	public List<ForeignHandler> all() {
		return List.copyOf(this.found);
	}

}
