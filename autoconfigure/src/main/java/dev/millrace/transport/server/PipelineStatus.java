package dev.millrace.transport.server;

import java.util.List;

import dev.millrace.exchange.foreign.ForeignHandler;

/**
 * Tells what stands between the network and WebFlux.
 */
@FunctionalInterface
public interface PipelineStatus {

	/** Reactor Netty's pipeline, without handlers of Millrace. */
	PipelineStatus PLAIN = () -> "reactor-netty";

	/**
	 * Names the pipeline.
	 * @return a short name
	 */
	String pipeline();

	/**
	 * Returns the handlers of others that were found in the pipelines of connections.
	 * @return the handlers, each with what it costs
	 */
	default List<ForeignHandler> handlers() {
		return List.of();
	}

}
