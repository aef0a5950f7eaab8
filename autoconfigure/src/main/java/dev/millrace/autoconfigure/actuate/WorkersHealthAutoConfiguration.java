package dev.millrace.autoconfigure.actuate;

import dev.millrace.actuate.WorkersHealthIndicator;
import dev.millrace.autoconfigure.transport.TransportAutoConfiguration;
import dev.millrace.worker.Workers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the {@link WorkersHealthIndicator}.
 */
@AutoConfiguration(after = TransportAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(Workers.class)
@ConditionalOnEnabledHealthIndicator("millrace")
public final class WorkersHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "millraceHealthIndicator")
	WorkersHealthIndicator millraceHealthIndicator(Workers workers) {
		return new WorkersHealthIndicator(workers);
	}

}
