package dev.millrace.autoconfigure.actuate;

import dev.millrace.actuate.HotRoutesEndpoint;
import dev.millrace.autoconfigure.hot.HotPathAutoConfiguration;
import dev.millrace.hot.HotRoutes;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the {@link HotRoutesEndpoint}.
 */
@AutoConfiguration(after = HotPathAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(HotRoutes.class)
@ConditionalOnAvailableEndpoint(HotRoutesEndpoint.class)
public final class HotRoutesEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	HotRoutesEndpoint millraceHotRoutesEndpoint(HotRoutes routes) {
		return new HotRoutesEndpoint(routes);
	}

}
