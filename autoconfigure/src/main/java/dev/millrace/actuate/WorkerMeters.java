package dev.millrace.actuate;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

import dev.millrace.worker.CloseReason;
import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardCount;
import dev.millrace.worker.Registered;
import dev.millrace.worker.Registry;
import dev.millrace.worker.ServiceTimes;
import dev.millrace.worker.Worker;
import dev.millrace.worker.WorkerSnapshot;
import dev.millrace.worker.Workers;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The counters of the workers as meters. They are read from the same snapshots as the
 * endpoint, so counting costs nothing more.
 */
public class WorkerMeters implements MeterBinder {

	private static final GuardCount NEVER = new GuardCount(0, 0);

	private final Workers workers;

	private final int count;

	/**
	 * Creates the meters.
	 * @param workers the workers of the server, which may not have started yet
	 * @param count how many they will be
	 */
	public WorkerMeters(Workers workers, int count) {
		this.workers = workers;
		this.count = count;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (int i = 0; i < this.count; i++) {
			bindWorker(registry, i);
		}
		for (int i = 0; i <= 5; i++) {
			int digit = i;
			counter("millrace.responses", "Exchanges that ended, by class of their status",
					(total) -> total.responses().get(digit))
				.tag("status", (digit > 0) ? digit + "xx" : "none")
				.register(registry);
		}
		counter("millrace.connections.illegal.transitions", "Changes of a connection's state that make no sense",
				WorkerSnapshot::illegalTransitions)
			.register(registry);
		bindServiceTimes(registry);
		this.workers.closeReasons()
			.listen(meters(registry, "millrace.connections.closed", "reason", (reason) -> bind(registry, reason)));
		this.workers.guards().listen(meters(registry, "millrace.guards", "guard", (guard) -> bind(registry, guard)));
	}

	private void bind(MeterRegistry registry, CloseReason reason) {
		counter("millrace.connections.closed", "Connections that ended, by reason",
				(total) -> total.closedConnections().getOrDefault(reason, 0L))
			.tag("reason", reason.id())
			.register(registry);
	}

	private void bind(MeterRegistry registry, Guard guard) {
		counter("millrace.guards", "Times a limit or a deadline took action, or would have",
				(total) -> total.guards().getOrDefault(guard, NEVER).enforced())
			.tags("guard", guard.id(), "outcome", "enforced")
			.register(registry);
		counter("millrace.guards", "Times a limit or a deadline took action, or would have",
				(total) -> total.guards().getOrDefault(guard, NEVER).dryRun())
			.tags("guard", guard.id(), "outcome", "dry-run")
			.register(registry);
	}

	/**
	 * Gives each registered value its meters, also one that a feature registers while the
	 * server runs, and removes them when the value is given back: another value of the
	 * same name counts from zero.
	 */
	private static <V extends Registered<V>> Registry.Listener<V> meters(MeterRegistry registry, String name,
			String tag, Consumer<V> binder) {
		return new Registry.Listener<>() {

			@Override
			public void registered(V value) {
				binder.accept(value);
			}

			@Override
			public void givenBack(V value) {
				registry.find(name).tag(tag, value.id()).meters().forEach(registry::remove);
			}

		};
	}

	private void bindWorker(MeterRegistry registry, int index) {
		String name = "millrace-" + (index + 1);
		gauge(registry, "millrace.connections.active", "Connections open now", name,
				(all) -> worker(all, index, WorkerSnapshot::activeConnections));
		counter(registry, "millrace.connections.accepted", "Connections taken in", name,
				(all) -> worker(all, index, WorkerSnapshot::acceptedConnections));
		counter(registry, "millrace.connections.rejected", "Connections turned away", name,
				(all) -> worker(all, index, WorkerSnapshot::rejectedConnections));
		counter(registry, "millrace.requests", "Requests whose head was complete", name,
				(all) -> worker(all, index, WorkerSnapshot::requests));
		counter(registry, "millrace.bytes.in", "Bytes received, as on the wire", name,
				(all) -> worker(all, index, WorkerSnapshot::bytesIn));
		counter(registry, "millrace.bytes.out", "Bytes sent, as on the wire", name,
				(all) -> worker(all, index, WorkerSnapshot::bytesOut));
		counter(registry, "millrace.errors", "Exchanges that failed", name,
				(all) -> worker(all, index, WorkerSnapshot::errors));
		gauge(registry, "millrace.worker.pending.tasks", "Tasks that wait for the event loop", name,
				(all) -> worker(all, index, WorkerSnapshot::pendingTasks));
		gauge(registry, "millrace.worker.utilization", "Share of the last 10 seconds that the loop was busy", name,
				(all) -> worker(all, index, WorkerSnapshot::utilization));
		TimeGauge
			.builder("millrace.worker.lag", this.workers, TimeUnit.NANOSECONDS,
					(all) -> worker(all, index, WorkerSnapshot::loopLagNanos))
			.description("How late the last task ran that was timed")
			.tag("worker", name)
			.register(registry);
	}

	private void bindServiceTimes(MeterRegistry registry) {
		quantile(registry, "0.5", ServiceTimes.Percentiles::p50Micros);
		quantile(registry, "0.9", ServiceTimes.Percentiles::p90Micros);
		quantile(registry, "0.99", ServiceTimes.Percentiles::p99Micros);
	}

	private void quantile(MeterRegistry registry, String quantile, ToDoubleFunction<ServiceTimes.Percentiles> value) {
		TimeGauge
			.builder("millrace.service.time", this.workers, TimeUnit.MICROSECONDS,
					(all) -> value
						.applyAsDouble(ServiceTimes.percentiles(all.all().stream().map(Worker::serviceTimes).toList())))
			.description("How long requests took since the start, from their head to the end of their answer")
			.tag("quantile", quantile)
			.register(registry);
	}

	private FunctionCounter.Builder<Workers> counter(String name, String description,
			ToDoubleFunction<WorkerSnapshot> value) {
		return FunctionCounter
			.builder(name, this.workers, (all) -> value.applyAsDouble(WorkerSnapshot.total(all.snapshots())))
			.description(description);
	}

	private void counter(MeterRegistry registry, String name, String description, String worker,
			ToDoubleFunction<Workers> value) {
		FunctionCounter.builder(name, this.workers, value)
			.description(description)
			.tag("worker", worker)
			.register(registry);
	}

	private void gauge(MeterRegistry registry, String name, String description, String worker,
			ToDoubleFunction<Workers> value) {
		Gauge.builder(name, this.workers, value).description(description).tag("worker", worker).register(registry);
	}

	private static double worker(Workers workers, int index, ToDoubleFunction<WorkerSnapshot> value) {
		List<Worker> all = workers.all();
		return (index < all.size()) ? value.applyAsDouble(all.get(index).snapshot()) : 0;
	}

}
