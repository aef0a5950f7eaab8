package dev.millrace.transport;

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

}
