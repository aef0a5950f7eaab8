package dev.millrace.autoconfigure.transport;

import dev.millrace.connection.KeepAlive;
import dev.millrace.transport.Host;
import dev.millrace.transport.ServerTuning;
import dev.millrace.transport.TunedTransport;
import dev.millrace.transport.WorkerResourceFactory;
import dev.millrace.transport.advice.StartupAdvice;
import dev.millrace.transport.advice.StartupCheck;
import dev.millrace.transport.advice.StartupReporter;
import dev.millrace.transport.advice.TransportStatus;
import dev.millrace.transport.advice.Versions;
import dev.millrace.transport.drain.DrainSettings;
import dev.millrace.transport.server.PipelineStatus;
import dev.millrace.transport.server.ServerHooks;
import dev.millrace.transport.server.TunedServerFactory;
import dev.millrace.worker.Workers;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyServerProperties;
import org.springframework.boot.reactor.netty.autoconfigure.ReactorNettyProperties;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Auto-configuration of the tuned server.
 */
@AutoConfiguration(before = NettyReactiveWebServerAutoConfiguration.class,
		beforeName = "org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration")
@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "millrace.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ TransportProperties.class, TcpProperties.class, WriteBufferProperties.class,
		EpollProperties.class, IoUringProperties.class, KeepAliveProperties.class, WorkersProperties.class,
		NettyServerProperties.class, ReactorNettyProperties.class, ServerProperties.class, LifecycleProperties.class })
public final class TransportAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Workers millraceWorkers() {
		return new Workers();
	}

	@Bean
	@ConditionalOnMissingBean
	KeepAlive millraceKeepAlive(KeepAliveProperties properties, NettyServerProperties nettyProperties) {
		return new KeepAliveMapper(properties, nettyProperties).toKeepAlive();
	}

	@Bean
	@ConditionalOnMissingBean
	ServerTuning millraceServerTuning(TransportProperties transport, TcpProperties tcp,
			WriteBufferProperties writeBuffer, EpollProperties epoll, IoUringProperties ioUring) {
		return new TransportMapper(transport, tcp, writeBuffer, epoll, ioUring).toTuning();
	}

	@Bean
	@ConditionalOnMissingBean
	TunedTransport millraceTransport(ServerTuning tuning) {
		TransportPreinitializer.await();
		return TransportFailures.translate(tuning, () -> TunedTransport.select(tuning));
	}

	@Bean
	@ConditionalOnMissingBean
	ReactorResourceFactory reactorResourceFactory(TunedTransport transport, Workers workers,
			WorkersProperties workersProperties, ReactorNettyProperties properties) {
		return new WorkerResourceFactory(
				() -> TransportFailures.translate(transport.tuning(),
						() -> transport.newWorkers(workers, workersProperties.assignment())),
				properties.getShutdownQuietPeriod());
	}

	@Bean
	@ConditionalOnMissingBean
	ServerHooks millraceServerHooks() {
		return ServerHooks.none();
	}

	@Bean
	@ConditionalOnMissingBean(ReactiveWebServerFactory.class)
	TunedServerFactory nettyReactiveWebServerFactory(ReactorResourceFactory resourceFactory, TunedTransport transport,
			ServerHooks hooks, ObjectProvider<NettyRouteProvider> routes,
			ObjectProvider<NettyServerCustomizer> serverCustomizers) {
		boolean ownLoops = resourceFactory instanceof WorkerResourceFactory;
		TunedServerFactory serverFactory = new TunedServerFactory(ownLoops ? transport : null,
				ownLoops ? hooks : ServerHooks.none());
		serverFactory.setResourceFactory(resourceFactory);
		routes.orderedStream().forEach(serverFactory::addRouteProviders);
		serverCustomizers.orderedStream().forEach(serverFactory::addServerCustomizers);
		return serverFactory;
	}

	@Bean
	@ConditionalOnMissingBean
	PipelineStatus millracePipelineStatus() {
		return PipelineStatus.PLAIN;
	}

	@Bean
	@ConditionalOnMissingBean
	TransportStatus millraceTransportStatus() {
		return new TransportStatus(new Host());
	}

	@Bean
	@ConditionalOnMissingBean
	Versions millraceVersions() {
		return Versions.current();
	}

	@Bean
	@ConditionalOnMissingBean
	StartupReporter millraceStartupReporter(KeepAlive keepAlive, KeepAliveProperties properties,
			NettyServerProperties nettyProperties, Versions versions, TransportStatus status, ServerProperties server,
			LifecycleProperties lifecycle, ObjectProvider<DrainSettings> drain, ObjectProvider<StartupCheck> checks) {
		boolean drains = server.getShutdown() == Shutdown.GRACEFUL;
		StartupAdvice.Settings settings = new StartupAdvice.Settings(-1, nettyProperties.getConnectionTimeout() != null,
				new KeepAliveMapper(properties, nettyProperties).overridden(),
				drain.getIfAvailable(() -> DrainSettings.DEFAULT).total(),
				drains ? lifecycle.getTimeoutPerShutdownPhase() : null);
		return new StartupReporter(new StartupAdvice(new Host(), versions, settings), keepAlive, status, checks);
	}

}
