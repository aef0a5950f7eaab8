package dev.millrace.actuate;

import dev.millrace.worker.Worker;
import dev.millrace.worker.Workers;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Is down while every worker is blocked, so that no connection is served. Ask it on a
 * management port of its own, which has an event loop of its own: on the main port the
 * question would wait, too.
 */
public class WorkersHealthIndicator extends AbstractHealthIndicator {

	private final Workers workers;

	/**
	 * Creates the indicator.
	 * @param workers the workers of the server
	 */
	public WorkersHealthIndicator(Workers workers) {
		this.workers = workers;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		long stuck = this.workers.all().stream().filter(Worker::stuck).count();
		builder.withDetail("workers", this.workers.all().size()).withDetail("stuck", stuck);
		if (this.workers.allStuck()) {
			builder.down();
		}
		else {
			builder.up();
		}
	}

}
