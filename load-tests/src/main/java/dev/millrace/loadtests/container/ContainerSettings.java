package dev.millrace.loadtests.container;

import dev.millrace.loadtests.machine.Machine;

/**
 * The container that an application runs in. Its processors are those of the server's
 * placement.
 *
 * @param image a JRE; the packaged jar is put into a container of it
 * @param network how the load gets in
 * @param memory the most memory, in bytes
 * @param fileDescriptors how many descriptors the server may have
 */
public record ContainerSettings(String image, Network network, long memory, long fileDescriptors) {

	/** The heap is a third of it. */
	private static final long MEMORY = 1536L * 1024 * 1024;

	/**
	 * Return the settings of this machine, with the limits that a plain process has.
	 * @param image a JRE; blank for the public one of the Java version that runs this
	 * program
	 * @param network how the load gets in
	 * @return the settings
	 */
	public static ContainerSettings of(String image, Network network) {
		return new ContainerSettings(
				image.isBlank() ? "eclipse-temurin:%d-jre".formatted(Runtime.version().feature()) : image, network,
				MEMORY, Machine.current().fileDescriptors());
	}

	/**
	 * How the load gets into a container. There is no published port: that would measure
	 * the proxy.
	 */
	public enum Network {

		/** The container has the network of the host. */
		HOST("host network"),

		/** The container has an address of its own on Docker's bridge. */
		ADDRESS("the container's own address");

		private final String text;

		Network(String text) {
			this.text = text;
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
