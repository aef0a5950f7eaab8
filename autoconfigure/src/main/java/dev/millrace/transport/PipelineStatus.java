package dev.millrace.transport;

import java.util.List;

/**
 * Tells what stands between the network and WebFlux.
 */
@FunctionalInterface
public interface PipelineStatus {

	/** Nothing of Millrace's. */
	PipelineStatus PLAIN = () -> "reactor-netty";

	/**
	 * Names the pipeline.
	 * @return a short name
	 */
	String pipeline();

	/**
	 * Lists the handlers of the application and of agents that requests pass, as far as
	 * connections have shown them.
	 * @return the handlers, one of each class; none unless overridden
	 */
	default List<ForeignHandler> handlers() {
		return List.of();
	}

}
