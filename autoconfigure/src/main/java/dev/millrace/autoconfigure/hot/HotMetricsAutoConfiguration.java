package dev.millrace.autoconfigure.hot;

import dev.millrace.actuate.DurationFlusher;
import dev.millrace.actuate.RequestObserver;
import dev.millrace.actuate.RequestTimers;
import dev.millrace.hot.HotObserver;
import dev.millrace.hot.HotRequestListener;
import dev.millrace.hot.timing.HotTimers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * Auto-configuration of {@code http.server.requests} for hot requests.
 */
@AutoConfiguration(after = HotPathAutoConfiguration.class,
		afterName = {
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
				"org.springframework.boot.webflux.autoconfigure.WebFluxObservationAutoConfiguration" })
@ConditionalOnClass({ DispatcherHandler.class, MeterRegistry.class, ObservationRegistry.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean({ HotRequestListener.class, MeterRegistry.class, ObservationRegistry.class })
public final class HotMetricsAutoConfiguration {

	@Bean
	BootObservations millraceBootObservations(ListableBeanFactory beans) {
		return BootObservations.of(beans);
	}

	@Bean
	@ConditionalOnMissingBean(HotTimers.class)
	RequestTimers millraceRequestTimers(MeterRegistry meters, BootObservations observations) {
		return new RequestTimers(meters, observations.convention(), observations.predicates(), observations.filters());
	}

	@Bean
	@ConditionalOnMissingBean(HotObserver.class)
	RequestObserver millraceRequestObserver(ObservationRegistry registry, BootObservations observations) {
		return new RequestObserver(registry, observations.convention(), !observations.untouched());
	}

	@Bean
	@ConditionalOnMissingBean
	DurationFlusher millraceDurationFlusher(HotRequestListener requests) {
		return new DurationFlusher(requests);
	}

}
