package dev.millrace.actuate;

import dev.millrace.worker.Worker;
import dev.millrace.worker.Workers;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Down while every worker is stuck, when no connection is served. To be asked on a
 * management port of its own, which has a loop of its own.
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
