package dev.millrace.autoconfigure.drain;

import java.time.Duration;
import java.util.regex.Pattern;

import dev.millrace.actuate.DrainMeters;
import dev.millrace.autoconfigure.PropertyChecks;
import dev.millrace.autoconfigure.connection.ConnectionAutoConfiguration;
import dev.millrace.autoconfigure.exchange.ExchangeAutoConfiguration;
import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.accept.ConnectionLimiter;
import dev.millrace.exchange.message.StreamTypes;
import dev.millrace.transport.drain.Drain;
import dev.millrace.transport.drain.DrainSettings;
import dev.millrace.webflux.MatchedRoutes;
import dev.millrace.worker.RouteNames;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * Auto-configuration of the {@link Drain}.
 */
@AutoConfiguration(after = ConnectionAutoConfiguration.class, before = ExchangeAutoConfiguration.class)
@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "millrace.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DrainProperties.class)
public final class DrainAutoConfiguration {

	private static final String PREFIX = "millrace.drain.";

	private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+");

	@Bean
	@ConditionalOnMissingBean
	DrainSettings millraceDrainSettings(DrainProperties properties) {
		notNegative("delay", properties.delay());
		notNegative("idle-grace", properties.idleGrace());
		notNegative("stream-timeout", properties.streamTimeout());
		notNegative("request-timeout", properties.requestTimeout());
		return new DrainSettings(properties.delay(), properties.idleGrace(), properties.streamTimeout(),
				properties.requestTimeout());
	}

	@Bean
	@ConditionalOnMissingBean
	StreamTypes millraceStreamTypes(DrainProperties properties) {
		for (String type : properties.endlessTypes()) {
			PropertyChecks.check(MEDIA_TYPE.matcher(type).matches(), PREFIX + "endless-types", type,
					"must be a media type without parameters, such as application/x-ndjson");
		}
		return new StreamTypes(properties.endlessTypes());
	}

	private static void notNegative(String name, @Nullable Duration value) {
		PropertyChecks.check(value == null || !value.isNegative(), PREFIX + name, String.valueOf(value),
				"must not be negative");
	}

	@Bean
	@ConditionalOnMissingBean
	Drain millraceDrain(ConnectionRegistry registry, ConnectionLimiter limiter, DrainSettings settings,
			ObjectProvider<RouteNames> names) {
		return new Drain(registry, limiter, settings, names.getIfAvailable(() -> RouteNames.NONE));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherHandler.class)
	static class WebFlux {

		@Bean
		@ConditionalOnMissingBean
		RouteNames millraceRouteNames(ObjectProvider<DispatcherHandler> dispatcher,
				@Value("${spring.webflux.base-path:}") String basePath) {
			return new MatchedRoutes(dispatcher::getIfUnique, basePath);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class Meters {

		@Bean
		@ConditionalOnMissingBean
		DrainMeters millraceDrainMeters(Drain drain) {
			return new DrainMeters(drain);
		}

	}

}
