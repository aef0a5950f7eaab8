package dev.millrace.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.millrace.actuate.EndpointWriteGuard;
import dev.millrace.webflux.SettledMappings;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.ExposableEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * Auto-configuration of the {@link EndpointWriteGuard}. The dispatcher of a management
 * port of its own finds the mappings of the application too, so that one bean guards both
 * ports.
 */
@AutoConfiguration(after = WebEndpointAutoConfiguration.class)
@ConditionalOnClass({ DispatcherHandler.class, PathMappedEndpoints.class, WebEndpointAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "millrace.enabled", matchIfMissing = true)
@ConditionalOnBean(PathMappedEndpoints.class)
@EnableConfigurationProperties(ActuatorProperties.class)
public final class EndpointWriteAutoConfiguration {

	@Bean
	EndpointWriteGuard millraceEndpointWriteGuard(PathMappedEndpoints endpoints, ActuatorProperties properties,
			Environment environment) {
		List<String> paths = new ArrayList<>();
		for (PathMappedEndpoint endpoint : endpoints) {
			if (endpoint instanceof ExposableEndpoint<?> exposed
					&& exposed.getEndpointId().toLowerCaseString().startsWith("millrace")) {
				paths.add(endpoints.getPath(exposed.getEndpointId()));
			}
		}
		String address = environment.getProperty("management.server.address");
		return new EndpointWriteGuard(paths, Stream.concat(properties.hosts().stream(), Stream.ofNullable(address)));
	}

	@Bean
	SettledMappings millraceSettledWriteGuard() {
		return (mapping) -> mapping instanceof EndpointWriteGuard;
	}

}
