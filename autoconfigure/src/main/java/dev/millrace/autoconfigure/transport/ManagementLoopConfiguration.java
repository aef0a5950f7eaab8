package dev.millrace.autoconfigure.transport;

import dev.millrace.transport.TunedTransport;
import dev.millrace.transport.WorkerResourceFactory;
import dev.millrace.transport.server.TunedServerFactory;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.reactor.netty.autoconfigure.ReactorNettyProperties;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Gives the management server, if it has a port of its own, a loop of its own. Boot
 * carries over only the class of the factory, and without this the server would run on
 * Reactor Netty's global loops.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnClass(HttpServer.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean({ TunedTransport.class, TunedServerFactory.class })
class ManagementLoopConfiguration {

	private static final String RESOURCES = "millraceManagementResourceFactory";

	@Bean(name = RESOURCES, defaultCandidate = false)
	WorkerResourceFactory millraceManagementResourceFactory(TunedTransport transport,
			ReactorNettyProperties properties) {
		return new WorkerResourceFactory(() -> transport.newLoops("millrace-management", 1),
				properties.getShutdownQuietPeriod());
	}

	@Bean
	WebServerFactoryCustomizer<TunedServerFactory> millraceManagementLoopCustomizer(
			@Qualifier(RESOURCES) ReactorResourceFactory resourceFactory) {
		return (factory) -> factory.setResourceFactory(resourceFactory);
	}

}
