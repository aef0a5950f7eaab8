package dev.millrace.autoconfigure.actuate;

import dev.millrace.actuate.WorkersEndpoint;
import dev.millrace.autoconfigure.transport.TransportAutoConfiguration;
import dev.millrace.worker.Workers;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the {@link WorkersEndpoint}.
 */
@AutoConfiguration(after = TransportAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(Workers.class)
@ConditionalOnAvailableEndpoint(WorkersEndpoint.class)
public final class WorkersEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WorkersEndpoint millraceWorkersEndpoint(Workers workers) {
		return new WorkersEndpoint(workers);
	}

}
