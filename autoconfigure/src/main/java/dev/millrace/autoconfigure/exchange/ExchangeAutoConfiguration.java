package dev.millrace.autoconfigure.exchange;

import dev.millrace.autoconfigure.transport.TransportAutoConfiguration;
import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.accept.ConnectionLimiter;
import dev.millrace.connection.proxy.ProxyProtocol;
import dev.millrace.exchange.ByteLane;
import dev.millrace.exchange.ExchangeErrorHandler;
import dev.millrace.exchange.ExchangeListener;
import dev.millrace.exchange.ExchangeRouter;
import dev.millrace.exchange.ExchangeSettings;
import dev.millrace.exchange.FilterChain;
import dev.millrace.exchange.ProblemDetails;
import dev.millrace.exchange.foreign.WebFluxReasons;
import dev.millrace.exchange.forwarded.ForwardedHeaders;
import dev.millrace.exchange.message.StreamTypes;
import dev.millrace.transport.advice.ServerSettingsCheck;
import dev.millrace.transport.drain.Drain;
import dev.millrace.transport.drain.DrainSettings;
import dev.millrace.transport.server.ListenerInitializer;
import dev.millrace.transport.server.PipelineInstaller;
import dev.millrace.transport.server.ServerHooks;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ListableBeanFactory;
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
 * Auto-configuration of the filters, rules and pipelines of exchanges.
 */
@AutoConfiguration(before = TransportAutoConfiguration.class)
@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "millrace.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HttpProperties.class)
public final class ExchangeAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ExchangeErrorHandler millraceExchangeErrorHandler() {
		return ProblemDetails.errorHandler();
	}

	@Bean
	@ConditionalOnMissingBean
	WebFluxReasons millraceWebFluxReasons() {
		return new WebFluxReasons();
	}

	@Bean
	@ConditionalOnMissingBean
	FilterChain millraceFilterChain(ListableBeanFactory beans) {
		return new FilterChain(FilterBeans.find(beans));
	}

	@Bean
	@ConditionalOnMissingBean
	ExchangeSettings millraceExchangeSettings(ObjectProvider<ExchangeRouter> routers, FilterChain filters,
			ObjectProvider<ExchangeListener> listeners, ExchangeErrorHandler errorHandler, HttpProperties properties,
			ObjectProvider<ForwardedHeaders> forwarded, ObjectProvider<ByteLane> byteLanes,
			ObjectProvider<StreamTypes> streams) {
		HttpMapper http = new HttpMapper(properties);
		return new ExchangeSettings(ExchangeRouter.inOrder(routers.orderedStream().toList()), filters,
				listeners.orderedStream().toList(), errorHandler, http.toRules(),
				forwarded.getIfAvailable(() -> ForwardedHeaders.UNTRUSTED), http.toServerHeaders(),
				ByteLane.inOrder(byteLanes.orderedStream().toList()),
				streams.getIfAvailable(() -> StreamTypes.DEFAULT));
	}

	@Bean
	@ConditionalOnMissingBean
	PipelineInstaller millracePipelineInstaller(ConnectionRegistry registry, ExchangeSettings settings,
			ObjectProvider<ProxyProtocol> proxyProtocol) {
		return new PipelineInstaller(registry, settings, proxyProtocol.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	ServerSettingsCheck millraceServerSettingsCheck(ExchangeSettings settings, WebFluxReasons reasons) {
		return new ServerSettingsCheck(settings, reasons);
	}

	@Bean
	@ConditionalOnMissingBean
	ServerHooks millraceServerHooks(PipelineInstaller installer, ServerSettingsCheck check,
			ListenerInitializer listeners, ConnectionRegistry registry, ConnectionLimiter limiter,
			ObjectProvider<Drain> drain) {
		return new ServerHooks((server) -> installer.install(check.examine(server)), listeners,
				drain.getIfAvailable(() -> new Drain(registry, limiter, DrainSettings.DEFAULT)));
	}

}
