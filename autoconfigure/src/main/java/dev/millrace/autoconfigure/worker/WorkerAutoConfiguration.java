package dev.millrace.autoconfigure.worker;

import java.time.Duration;

import dev.millrace.autoconfigure.PropertyChecks;
import dev.millrace.autoconfigure.transport.TransportAutoConfiguration;
import dev.millrace.autoconfigure.transport.WorkersProperties;
import dev.millrace.worker.LoopLagMonitor;
import dev.millrace.worker.Workers;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the {@link LoopLagMonitor} that watches the event loops.
 */
@AutoConfiguration(after = TransportAutoConfiguration.class)
@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "millrace.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WorkersProperties.class)
public final class WorkerAutoConfiguration {

	@Bean(initMethod = "start", destroyMethod = "close")
	@ConditionalOnMissingBean
	LoopLagMonitor millraceLoopLagMonitor(Workers workers, WorkersProperties properties) {
		Duration limit = properties.watchdog().limit();
		PropertyChecks.check(limit.toMillis() >= 10, "millrace.workers.watchdog.limit", limit,
				"must be at least 10ms, such as 1s");
		return new LoopLagMonitor(workers, properties.watchdog().enabled() ? limit : null);
	}

}
