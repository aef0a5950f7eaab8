package dev.millrace.autoconfigure.actuate;

import dev.millrace.actuate.ConnectionsEndpoint;
import dev.millrace.autoconfigure.connection.ConnectionAutoConfiguration;
import dev.millrace.connection.ConnectionRegistry;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the {@link ConnectionsEndpoint}.
 */
@AutoConfiguration(after = ConnectionAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(ConnectionRegistry.class)
@ConditionalOnAvailableEndpoint(ConnectionsEndpoint.class)
@EnableConfigurationProperties(ActuatorProperties.class)
public final class ConnectionsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ConnectionsEndpoint millraceConnectionsEndpoint(ConnectionRegistry registry, ActuatorProperties properties) {
		return new ConnectionsEndpoint(registry, properties.showAddresses());
	}

}
