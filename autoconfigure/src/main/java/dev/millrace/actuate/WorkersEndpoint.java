package dev.millrace.actuate;

import dev.millrace.worker.Workers;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint} that shows what each event loop has done and how busy it is.
 */
@Endpoint(id = "millraceworkers", defaultAccess = Access.READ_ONLY)
public class WorkersEndpoint {

	private final Workers workers;

	/**
	 * Creates the endpoint.
	 * @param workers the workers of the server
	 */
	public WorkersEndpoint(Workers workers) {
		this.workers = workers;
	}

	/**
	 * Describes the workers.
	 * @return each of them, and their sum
	 */
	@ReadOperation
	public WorkersDescriptor workers() {
		return WorkersDescriptor.of(this.workers);
	}

}
