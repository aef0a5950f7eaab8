package dev.millrace.autoconfigure.accesslog;

import dev.millrace.accesslog.AccessLog;
import dev.millrace.accesslog.AccessLogAppender;
import dev.millrace.actuate.AccessLogMeters;
import dev.millrace.autoconfigure.exchange.ExchangeAutoConfiguration;
import dev.millrace.exchange.ExchangeSettings;
import io.micrometer.core.instrument.MeterRegistry;
import reactor.netty.ReactorNetty;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of the {@link AccessLog}.
 */
@AutoConfiguration(after = ExchangeAutoConfiguration.class)
@ConditionalOnBean(ExchangeSettings.class)
@ConditionalOnBooleanProperty("millrace.access-log.enabled")
@EnableConfigurationProperties(AccessLogProperties.class)
public final class AccessLogAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	AccessLog millraceAccessLog(AccessLogProperties properties, ObjectProvider<AccessLogAppender> appender) {
		if (Boolean.getBoolean(ReactorNetty.ACCESS_LOG_ENABLED)) {
			throw new InvalidConfigurationPropertyValueException(ReactorNetty.ACCESS_LOG_ENABLED, true,
					"contradicts 'millrace.access-log.enabled': requests would be logged twice; remove one of them");
		}
		AccessLogMapper mapper = new AccessLogMapper(properties);
		return new AccessLog(mapper.toSettings(), mapper.toBufferBytes(), appender.getIfAvailable(mapper::toAppender));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class Meters {

		@Bean
		@ConditionalOnMissingBean
		AccessLogMeters millraceAccessLogMeters(AccessLog log) {
			return new AccessLogMeters(log);
		}

	}

}
