package dev.millrace.autoconfigure.hot;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.millrace.autoconfigure.exchange.ExchangeAutoConfiguration;
import dev.millrace.autoconfigure.hot.HotPathProperties.Blocking;
import dev.millrace.autoconfigure.hot.HotPathProperties.BlockingThreads;
import dev.millrace.exchange.ByteLane;
import dev.millrace.exchange.ExchangeListener;
import dev.millrace.exchange.FilterChain;
import dev.millrace.exchange.FilterOrder;
import dev.millrace.exchange.foreign.WebFluxReasons;
import dev.millrace.hot.EqualHotRoutesException;
import dev.millrace.hot.HotByteLane;
import dev.millrace.hot.HotJson;
import dev.millrace.hot.HotObserver;
import dev.millrace.hot.HotPathFilter;
import dev.millrace.hot.HotRequestListener;
import dev.millrace.hot.HotRoute;
import dev.millrace.hot.HotRoutes;
import dev.millrace.hot.blocking.BlockingExecutor;
import dev.millrace.hot.timing.HotTimers;
import dev.millrace.hot.webflux.UnservedMethodMapping;
import dev.millrace.hot.webflux.WebFluxTwin;
import dev.millrace.transport.advice.StartupCheck;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.function.server.RouterFunction;

/**
 * Auto-configuration of hot routes: on every server their WebFlux twin, on Millrace's the
 * pipeline's lane too.
 */
@AutoConfiguration(after = ExchangeAutoConfiguration.class,
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@EnableConfigurationProperties(HotPathProperties.class)
public final class HotPathAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	HotRoutes millraceHotRoutes(ObjectProvider<HotRoute> routes, ObjectProvider<HotJson> json,
			ObjectProvider<WebFluxReasons> reasons, ListableBeanFactory beans, Environment environment) {
		HotRoutes hotRoutes = new HotRoutes(environment.getProperty("spring.webflux.base-path", ""),
				json.getIfAvailable(() -> HotJson.NONE));
		try {
			hotRoutes.register(routes.orderedStream().toArray(HotRoute[]::new));
		}
		catch (EqualHotRoutesException ex) {
			Map<HotRoute, String> names = new HashMap<>();
			beans.getBeansOfType(HotRoute.class).forEach((name, route) -> names.put(route, name));
			throw ex.naming(names);
		}
		reasons.ifAvailable(hotRoutes::heed);
		return hotRoutes;
	}

	@Bean
	@ConditionalOnMissingBean
	HotExecutor millraceHotExecutor(HotPathProperties properties, ConfigurableListableBeanFactory beans) {
		Blocking blocking = properties.blocking();
		if (blocking.executor() == BlockingThreads.APPLICATION) {
			return HotExecutor.shared(beans.getBean("applicationTaskExecutor", Executor.class));
		}
		return HotExecutor.own(BlockingExecutor.create(blocking.threads(), blocking.queue()));
	}

	/**
	 * Ordered before other functional routes, because the pipeline is asked before them,
	 * too.
	 */
	@Bean
	@ConditionalOnMissingBean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	WebFluxTwin millraceHotTwin(HotRoutes routes, HotExecutor executor) {
		return new WebFluxTwin(routes, executor);
	}

	@Bean
	@ConditionalOnMissingBean
	UnservedMethodMapping millraceUnservedMethodMapping(HotRoutes routes) {
		return new UnservedMethodMapping(routes);
	}

	@Bean
	HotLaunch millraceHotLaunch(HotRoutes routes, HotPathProperties properties, ObjectProvider<FilterChain> filters,
			ObjectProvider<ByteLane> byteLane, ObjectProvider<HotJson> json, ConfigurableApplicationContext context) {
		return new HotLaunch(routes, properties.undeclared(), filters, byteLane,
				json.getIfAvailable(() -> HotJson.NONE), context);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(FilterChain.class)
	static class PipelineLane {

		@Bean
		@ConditionalOnMissingBean
		@Order(FilterOrder.HOT)
		HotPathFilter millraceHotPathFilter(HotRoutes routes, HotExecutor executor,
				ObjectProvider<HotObserver> observer) {
			return new HotPathFilter(routes, executor, observer.getIfAvailable(() -> HotObserver.NONE));
		}

		@Bean
		@ConditionalOnMissingBean
		HotRequestListener millraceHotRequestListener(ObjectProvider<HotTimers> timers) {
			return new HotRequestListener(timers.getIfAvailable(() -> HotTimers.NONE));
		}

		@Bean
		StartupCheck millraceHotRoutesCheck(HotRoutes routes) {
			return new HotRoutesCheck(routes);
		}

		@Bean
		@ConditionalOnMissingBean(HotByteLane.class)
		@Order(FilterOrder.HOT)
		ByteLane millraceByteLane(HotPathProperties properties, HotRoutes routes, HotRequestListener requests,
				ObjectProvider<ExchangeListener> listeners, ObjectProvider<HotObserver> observer) {
			return properties.byteLane() ? new HotByteLane(routes, requests, listeners.orderedStream().toList(),
					observer.getIfAvailable(() -> HotObserver.NONE)) : ByteLane.NONE;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JsonMapper.class, RouterFunction.class })
	static class Json {

		@Bean
		@ConditionalOnBean(JsonMapper.class)
		@ConditionalOnMissingBean
		HotJson millraceHotJson(JsonMapper mapper) {
			return new JacksonHotJson(mapper);
		}

	}

}
