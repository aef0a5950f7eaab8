package dev.millrace.exchange;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.NettyPipeline;

/**
 * The handlers that are neither Reactor Netty's nor Millrace's and stand where HTTP
 * messages pass: an authentication handler, a redirect, a tracing agent. Such a handler
 * may answer a request itself, so a hot route must not be answered before the handler has
 * seen the request. One object for each server; safe for use by any thread.
 *
 * <p>
 * A handler is known by the prefix of its name. Reactor Netty names all its handlers
 * {@code reactor.left.*} and {@code reactor.right.*}; Netty derives the name from the
 * class where the application gives none. Reactor Netty's redirect from HTTP to HTTPS
 * answers requests too and counts as foreign.
 */
public final class ForeignHandlers {

	private static final String[] KNOWN = { NettyPipeline.LEFT, NettyPipeline.RIGHT, "millrace." };

	private static final Set<String> CODECS = Set.of(RequestDecoder.NAME, NettyPipeline.H2ToHttp11Codec);

	private static final Logger logger = LoggerFactory.getLogger(ForeignHandlers.class);

	private final Map<String, Found> found = new ConcurrentHashMap<>();

	/**
	 * Tells whether a handler belongs to the application or to an agent. Initializers do
	 * not count: they leave the pipeline that they have prepared.
	 * @param name the name of the handler in its pipeline
	 * @param handler the handler
	 * @return whether the handler is foreign
	 */
	public static boolean isForeign(String name, ChannelHandler handler) {
		for (String known : KNOWN) {
			if (name.startsWith(known)) {
				return NettyPipeline.NonSslRedirectHandler.equals(name);
			}
		}
		return !(handler instanceof ChannelInitializer);
	}

	/**
	 * Looks for foreign handlers between the codec and the end of a pipeline, and takes
	 * note of them. Walks the pipeline, so it is called once for each connection.
	 * @param pipeline the pipeline of a connection or of a stream
	 * @return whether there is one
	 */
	boolean look(ChannelPipeline pipeline) {
		boolean behind = false;
		boolean foreign = false;
		for (Map.Entry<String, ChannelHandler> handler : pipeline) {
			if (behind && isForeign(handler.getKey(), handler.getValue())) {
				foreign = true;
				found(handler.getKey(), handler.getValue().getClass().getName());
			}
			behind |= CODECS.contains(handler.getKey());
		}
		return foreign;
	}

	private void found(String name, String type) {
		if (this.found.get(type) == null && this.found.putIfAbsent(type, new Found(name, type)) == null
				&& !NettyPipeline.NonSslRedirectHandler.equals(name)) {
			logger.warn("Hot routes are left to WebFlux on connections with the handler '{}' ({}), which may answer"
					+ " requests itself; the actuator endpoint 'millrace' lists such handlers", name, type);
		}
	}

	/**
	 * Returns the handlers that were found since the server started, one of each class.
	 * @return a copy, in the order of their names
	 */
	public List<Found> found() {
		List<Found> all = new ArrayList<>(this.found.values());
		all.sort(Comparator.comparing(Found::name));
		return all;
	}

	/**
	 * A handler that was found.
	 *
	 * @param name its name in the pipeline in which it was found first
	 * @param type its class
	 */
	public record Found(String name, String type) {
	}

}
