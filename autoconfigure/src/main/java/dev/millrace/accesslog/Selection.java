package dev.millrace.accesslog;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Which requests are written. The statuses do not apply to a request that got no answer.
 */
public final class Selection {

	private final PathPatterns included;

	private final PathPatterns excluded;

	private final boolean[] statuses;

	private final boolean anyStatus;

	private final double sampling;

	/**
	 * Creates a selection.
	 * @param included the paths that are written; none stands for all
	 * @param excluded the paths that are not
	 * @param statuses the statuses that are written
	 * @param sampling the share of the other requests that is written, from 0 to 1
	 */
	public Selection(PathPatterns included, PathPatterns excluded, StatusCodes statuses, double sampling) {
		this.included = included;
		this.excluded = excluded;
		this.statuses = statuses.toTable();
		this.anyStatus = statuses.names().isEmpty();
		this.sampling = sampling;
	}

	boolean includes(LoggedRequest request) {
		int status = request.status();
		if (!this.anyStatus && status > 0 && !(status < this.statuses.length && this.statuses[status])) {
			return false;
		}
		if (!this.included.isEmpty() && !this.included.matches(request.path())) {
			return false;
		}
		if (!this.excluded.isEmpty() && this.excluded.matches(request.path())) {
			return false;
		}
		return this.sampling >= 1 || ThreadLocalRandom.current().nextDouble() < this.sampling;
	}

}
