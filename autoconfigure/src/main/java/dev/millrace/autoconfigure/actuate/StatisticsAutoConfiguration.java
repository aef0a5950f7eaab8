package dev.millrace.autoconfigure.actuate;

import dev.millrace.actuate.StatisticsLog;
import dev.millrace.actuate.SystemSignal;
import dev.millrace.autoconfigure.connection.ConnectionAutoConfiguration;
import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.worker.Workers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration of the statistics that a signal asks for.
 */
@AutoConfiguration(after = ConnectionAutoConfiguration.class)
@ConditionalOnBean(ConnectionRegistry.class)
@Conditional(OnSignalCondition.class)
@EnableConfigurationProperties(StatisticsProperties.class)
public final class StatisticsAutoConfiguration {

	@Bean(destroyMethod = "close")
	SystemSignal millraceStatisticsSignal(StatisticsProperties properties, Workers workers,
			ConnectionRegistry registry) {
		String signal = String.valueOf(properties.signal());
		try {
			return SystemSignal.handle(signal, new StatisticsLog(workers, registry));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("millrace.statistics.signal", signal,
					ex.getMessage() + "; write the name of another one without SIG, such as USR1", ex);
		}
	}

}
