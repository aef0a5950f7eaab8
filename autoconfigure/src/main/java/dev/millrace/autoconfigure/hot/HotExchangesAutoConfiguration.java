package dev.millrace.autoconfigure.hot;

import dev.millrace.actuate.HotExchangeRecorder;
import dev.millrace.autoconfigure.exchange.ExchangeAutoConfiguration;
import dev.millrace.exchange.FilterChain;

import org.springframework.boot.actuate.autoconfigure.web.exchanges.HttpExchangesProperties;
import org.springframework.boot.actuate.web.exchanges.HttpExchangeRepository;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the record of hot requests in {@code /actuator/httpexchanges},
 * under the conditions under which Spring Boot records the others.
 */
@AutoConfiguration(after = ExchangeAutoConfiguration.class)
@ConditionalOnClass({ HttpExchangeRepository.class, HttpExchangesProperties.class })
@ConditionalOnBean({ FilterChain.class, HttpExchangeRepository.class })
@ConditionalOnBooleanProperty(name = "management.httpexchanges.recording.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HttpExchangesProperties.class)
public final class HotExchangesAutoConfiguration {

	/** The first, so that it is asked last and sees a response as it goes out. */
	@Bean
	@ConditionalOnMissingBean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	HotExchangeRecorder millraceHotExchangeRecorder(HttpExchangeRepository repository,
			HttpExchangesProperties properties) {
		return new HotExchangeRecorder(repository, properties.getRecording().getInclude());
	}

}
