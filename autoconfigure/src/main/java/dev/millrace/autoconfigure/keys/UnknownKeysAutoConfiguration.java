package dev.millrace.autoconfigure.keys;

import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.BoundConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that reports keys of Millrace which nothing reads. Active also with
 * {@code millrace.enabled=false}, because the unknown key may be a misspelt
 * {@code enabled}.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@EnableConfigurationProperties(MillraceProperties.class)
public final class UnknownKeysAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(UnknownKeysAutoConfiguration.class);

	/** Runs when all properties are bound and no port is open yet. */
	@Bean
	SmartInitializingSingleton millraceUnknownProperties(ApplicationContext context, MillraceProperties properties) {
		return () -> report(context, properties.unknownProperties());
	}

	private static void report(ApplicationContext context, UnknownKeys.Reaction reaction) {
		if (reaction == UnknownKeys.Reaction.IGNORE) {
			return;
		}
		BoundConfigurationProperties bound = BoundConfigurationProperties.get(context);
		List<String> lines = new UnknownKeys().in(context.getEnvironment(),
				(bound != null) ? bound.getAll().keySet() : Set.of());
		if (lines.isEmpty()) {
			return;
		}
		if (reaction == UnknownKeys.Reaction.FAIL) {
			throw new UnknownKeysException(lines);
		}
		logger.warn("Nothing reads these configuration properties: {}", String.join(", ", lines));
	}

}
