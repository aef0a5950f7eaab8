package dev.millrace.autoconfigure.webflux;

import java.util.List;

import dev.millrace.hot.HotRoutes;
import dev.millrace.webflux.ClientLeftHandler;
import dev.millrace.webflux.DirectHandlerMapping;
import dev.millrace.webflux.FirstHandlerMapping;
import dev.millrace.webflux.SettledMappings;
import reactor.netty.channel.ChannelOperations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webflux.actuate.endpoint.web.AbstractWebFluxEndpointHandlerMapping;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/**
 * Auto-configuration of beans that change WebFlux: the short way to annotated methods,
 * and the handling of clients that leave.
 */
@AutoConfiguration(before = WebFluxAutoConfiguration.class)
@ConditionalOnClass(WebFluxRegistrations.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "millrace.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WebFluxProperties.class)
public final class DirectMappingsAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "millrace.webflux.direct-mappings", matchIfMissing = true)
	@ConditionalOnMissingBean(WebFluxRegistrations.class)
	static class Mappings {

		@Bean
		WebFluxRegistrations millraceWebFluxRegistrations() {
			return new WebFluxRegistrations() {

				@Override
				public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
					return new DirectHandlerMapping();
				}

			};
		}

		@Bean
		FirstHandlerMapping millraceFirstHandlerMapping(
				@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping annotated,
				ObjectProvider<SettledMappings> settled, ObjectProvider<HotRoutes> hotRoutes) {
			List<SettledMappings> known = settled.stream().toList();
			FirstHandlerMapping first = new FirstHandlerMapping(annotated,
					(mapping) -> known.stream().anyMatch((some) -> some.areSettled(mapping)));
			hotRoutes.ifAvailable((routes) -> routes.onChange(first::changed));
			return first;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ChannelOperations.class)
	static class Exceptions {

		@Bean
		@ConditionalOnMissingBean
		ClientLeftHandler millraceClientLeftHandler() {
			return new ClientLeftHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AbstractWebFluxEndpointHandlerMapping.class)
	static class Endpoints {

		private static final String PACKAGE = AbstractWebFluxEndpointHandlerMapping.class.getPackageName();

		@Bean
		SettledMappings millraceSettledEndpoints() {
			return (mapping) -> mapping instanceof AbstractWebFluxEndpointHandlerMapping
					|| mapping.getClass().getPackageName().equals(PACKAGE);
		}

	}

}
