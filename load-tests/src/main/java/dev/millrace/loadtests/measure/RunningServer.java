package dev.millrace.loadtests.measure;

import java.net.URI;
import java.util.List;

import dev.millrace.loadtests.probe.AllocationProbe;
import dev.millrace.loadtests.sut.Server;
import dev.millrace.loadtests.sut.Sut;
import org.jspecify.annotations.Nullable;

/**
 * A server that runs and has been looked at.
 *
 * @param sut what it is
 * @param server its process
 * @param allocations asks its JVM, if it has one
 * @param problems what is not as it should be, in words
 */
public record RunningServer(Sut sut, Server server, @Nullable AllocationProbe allocations,
		List<String> problems) implements AutoCloseable {

	/**
	 * Return the name of the server.
	 * @return the name
	 */
	public String name() {
		return this.sut.name();
	}

	/**
	 * Return the address of its answer.
	 * @return the URL
	 */
	public URI url() {
		return this.server.baseUrl().resolve(this.sut.path());
	}

	@Override
	public void close() {
		if (this.allocations != null) {
			this.allocations.close();
		}
		this.server.close();
	}

}
