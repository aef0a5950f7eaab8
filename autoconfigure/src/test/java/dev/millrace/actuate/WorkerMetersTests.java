package dev.millrace.actuate;

import java.util.List;

import dev.millrace.worker.CloseReason;
import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardMode;
import dev.millrace.worker.Worker;
import dev.millrace.worker.Workers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.ImmediateEventExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Meters of guards and close reasons that features register while the server runs.
 */
class WorkerMetersTests {

	private final Workers workers = new Workers();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void start() {
		this.workers.register("millrace", List.of(ImmediateEventExecutor.INSTANCE));
	}

	private Worker worker() {
		return this.workers.all().get(0);
	}

	private double count(String guard, String outcome) {
		return this.registry.get("millrace.guards")
			.tag("guard", guard)
			.tag("outcome", outcome)
			.functionCounter()
			.count();
	}

	@Test
	void aGuardOfAFeatureHasMetersWhileItIsRegistered() {
		Guard early = this.workers.guards().register("early", CloseReason.ERROR, GuardMode.ENFORCE);
		new WorkerMeters(this.workers, 1).bindTo(this.registry);
		Guard late = this.workers.guards().register("late", CloseReason.ERROR, GuardMode.DRY_RUN);
		int meters = this.registry.getMeters().size();
		worker().guarded(early, true);
		worker().guarded(late, false);
		worker().guarded(late, false);
		assertThat(count("early", "enforced")).isOne();
		assertThat(count("late", "dry-run")).isEqualTo(2);
		assertThat(count("late", "enforced")).isZero();
		assertThat(count("keep-alive", "enforced")).isZero();
		this.workers.guards().giveBack(late);
		assertThat(this.registry.find("millrace.guards").tag("guard", "late").meters()).isEmpty();
		assertThat(this.registry.getMeters()).hasSize(meters - 2);
		this.workers.guards().register("late", CloseReason.ERROR, GuardMode.ENFORCE);
		assertThat(count("late", "dry-run")).isZero();
		assertThat(this.registry.getMeters()).hasSize(meters);
	}

	@Test
	void aCloseReasonOfAFeatureHasAMeterWhileItIsRegistered() {
		new WorkerMeters(this.workers, 1).bindTo(this.registry);
		CloseReason banned = this.workers.closeReasons().register("banned");
		worker().connectionClosed(banned);
		assertThat(this.registry.get("millrace.connections.closed").tag("reason", "banned").functionCounter().count())
			.isOne();
		this.workers.closeReasons().giveBack(banned);
		assertThat(this.registry.find("millrace.connections.closed").tag("reason", "banned").meter()).isNull();
		assertThat(this.registry.find("millrace.connections.closed").tag("reason", "client").meter()).isNotNull();
	}

}
