package dev.millrace.autoconfigure.connection;

import java.util.List;

import dev.millrace.autoconfigure.exchange.ExchangeAutoConfiguration;
import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.ConnectionSettings;
import dev.millrace.connection.KeepAlive;
import dev.millrace.connection.accept.AcceptHandler;
import dev.millrace.connection.accept.ConnectionFilter;
import dev.millrace.connection.accept.ConnectionLimiter;
import dev.millrace.transport.Host;
import dev.millrace.transport.server.ListenerInitializer;
import dev.millrace.worker.Workers;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the registry, limits and deadlines of connections.
 */
@AutoConfiguration(before = ExchangeAutoConfiguration.class)
@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "millrace.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ ConnectionsProperties.class, TimeoutsProperties.class })
public final class ConnectionAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ConnectionSettings millraceConnectionSettings(KeepAlive keepAlive, ConnectionsProperties connections,
			TimeoutsProperties timeouts) {
		ConnectionMapper mapper = new ConnectionMapper(connections, timeouts);
		return new ConnectionSettings(keepAlive, mapper.toTimeouts(), mapper.toThrottling());
	}

	@Bean
	@ConditionalOnMissingBean
	ConnectionLimiter millraceConnectionLimiter(ConnectionsProperties connections, TimeoutsProperties timeouts) {
		return new ConnectionLimiter(new ConnectionMapper(connections, timeouts).toLimits(new Host().openFileLimit()));
	}

	@Bean
	@ConditionalOnMissingBean
	ConnectionRegistry millraceConnectionRegistry(Workers workers, ConnectionSettings settings) {
		return new ConnectionRegistry(workers, settings);
	}

	@Bean
	@ConditionalOnMissingBean
	ListenerInitializer millraceListenerInitializer(ConnectionLimiter limiter, Workers workers,
			ObjectProvider<ConnectionFilter> filters) {
		List<ConnectionFilter> inOrder = filters.orderedStream().toList();
		return (listener, tls) -> listener.pipeline()
			.addFirst(AcceptHandler.NAME, new AcceptHandler(inOrder, limiter, workers, tls));
	}

}
