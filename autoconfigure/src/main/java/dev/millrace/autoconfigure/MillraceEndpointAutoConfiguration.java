package dev.millrace.autoconfigure;

import dev.millrace.actuate.MillraceEndpoint;
import dev.millrace.transport.PipelineStatus;
import dev.millrace.transport.TransportStatus;
import dev.millrace.transport.Versions;

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
