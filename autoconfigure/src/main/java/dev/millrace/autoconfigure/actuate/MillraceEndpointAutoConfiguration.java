package dev.millrace.autoconfigure.actuate;

import dev.millrace.actuate.MillraceEndpoint;
import dev.millrace.autoconfigure.transport.TransportAutoConfiguration;
import dev.millrace.transport.advice.TransportStatus;
import dev.millrace.transport.advice.Versions;
import dev.millrace.transport.server.PipelineStatus;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the {@link MillraceEndpoint}.
 */
@AutoConfiguration(after = TransportAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(TransportStatus.class)
@ConditionalOnAvailableEndpoint(MillraceEndpoint.class)
public final class MillraceEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MillraceEndpoint millraceEndpoint(TransportStatus status, PipelineStatus pipeline, Versions versions) {
		return new MillraceEndpoint(status, pipeline, versions);
	}

}
