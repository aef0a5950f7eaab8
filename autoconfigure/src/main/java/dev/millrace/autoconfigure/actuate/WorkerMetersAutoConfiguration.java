package dev.millrace.autoconfigure.actuate;

import dev.millrace.actuate.AllocatorMeters;
import dev.millrace.actuate.WorkerMeters;
import dev.millrace.autoconfigure.transport.TransportAutoConfiguration;
import dev.millrace.transport.ServerTuning;
import dev.millrace.worker.Workers;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the {@link WorkerMeters} and the {@link AllocatorMeters}.
 */
@AutoConfiguration(after = TransportAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ Workers.class, ServerTuning.class })
public final class WorkerMetersAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WorkerMeters millraceWorkerMeters(Workers workers, ServerTuning tuning) {
		return new WorkerMeters(workers, tuning.workers().value());
	}

	@Bean
	@ConditionalOnMissingBean
	AllocatorMeters millraceAllocatorMeters() {
		return new AllocatorMeters();
	}

}
