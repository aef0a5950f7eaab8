package dev.millrace.autoconfigure.hot;

import java.util.List;

import dev.millrace.actuate.DurationFlusher;
import dev.millrace.actuate.RequestObserver;
import dev.millrace.actuate.RequestTimers;
import dev.millrace.autoconfigure.HotObservationTests;
import dev.millrace.autoconfigure.connection.ConnectionAutoConfiguration;
import dev.millrace.autoconfigure.exchange.ExchangeAutoConfiguration;
import dev.millrace.autoconfigure.worker.WorkerAutoConfiguration;
import dev.millrace.hot.HotObserver;
import dev.millrace.hot.HotRequestListener;
import dev.millrace.hot.timing.HotTimers;
import dev.millrace.testing.RunningServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationPredicate;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationRegistryCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxObservationAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When hot requests are measured.
 */
class HotMetricsAutoConfigurationTests {

	private static final AutoConfigurations MILLRACE = AutoConfigurations.of(HotMetricsAutoConfiguration.class,
			HotPathAutoConfiguration.class, ExchangeAutoConfiguration.class, ConnectionAutoConfiguration.class,
			WorkerAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner withoutMeters = RunningServers.runner()
		.withConfiguration(MILLRACE)
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
				WebFluxObservationAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner runner = this.withoutMeters.withBean(MeterRegistry.class,
			SimpleMeterRegistry::new);

	@Test
	void hotRequestsAreMeasured() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(RequestTimers.class)
			.hasSingleBean(RequestObserver.class)
			.hasSingleBean(HotRequestListener.class)
			.hasSingleBean(DurationFlusher.class));
	}

	@Test
	void nothingIsMeasuredWithoutARegistry() {
		this.withoutMeters.run((context) -> assertThat(context).doesNotHaveBean(HotTimers.class)
			.doesNotHaveBean(HotObserver.class)
			.hasSingleBean(HotRequestListener.class));
	}

	@Test
	void nothingIsMeasuredWithoutMillrace() {
		this.runner.withPropertyValues("millrace.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HotTimers.class)
				.doesNotHaveBean(HotObserver.class)
				.doesNotHaveBean(HotRequestListener.class));
	}

	@Test
	void nothingIsMeasuredWithoutMicrometer() {
		RunningServers.runner()
			.withConfiguration(MILLRACE)
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(HotTimers.class)
				.doesNotHaveBean(HotObserver.class)
				.hasSingleBean(HotRequestListener.class));
	}

	@Test
	void beansOfTheUserAreUsed() {
		HotObserver observer = (exchange, route) -> null;
		this.runner.withBean(HotTimers.class, () -> HotTimers.NONE)
			.withBean(HotObserver.class, () -> observer)
			.run((context) -> assertThat(context).getBean(HotObserver.class).isSameAs(observer));
		this.runner.withBean(HotTimers.class, () -> HotTimers.NONE)
			.run((context) -> assertThat(context).doesNotHaveBean(RequestTimers.class));
	}

	@Test
	void observationsAreUntouchedAsBootHasThem() {
		this.runner.withPropertyValues("management.observations.key-values.team=blue")
			.run((context) -> assertThat(context.getBean(BootObservations.class).untouched()).isTrue());
	}

	@Test
	void whateverTheUserAddsTouchesObservations() {
		List<ReactiveWebApplicationContextRunner> touched = List.of(
				this.runner.withBean(ObservationPredicate.class, () -> (name, context) -> true),
				this.runner.withBean(ObservationFilter.class, () -> (context) -> context),
				this.runner.withBean(HotObservationTests.TenantConvention.class),
				this.runner.withBean(OwnConvention.class), this.runner.withBean(OwnMeters.class),
				this.runner.withBean(HotObservationTests.Stopped.class),
				this.runner.withBean(ObservationRegistryCustomizer.class, () -> (registry) -> {
				}));
		touched.forEach((application) -> application
			.run((context) -> assertThat(context.getBean(BootObservations.class).untouched()).isFalse()));
	}

	static class OwnConvention implements GlobalObservationConvention<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return false;
		}

	}

	static class OwnMeters implements MeterObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return false;
		}

	}

}
