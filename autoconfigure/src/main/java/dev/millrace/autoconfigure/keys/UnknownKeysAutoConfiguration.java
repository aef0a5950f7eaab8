package dev.millrace.autoconfigure.keys;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration that reports keys of Millrace which nothing reads. At work also with
 * {@code millrace.enabled=false}, for a key may be that one misspelt.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@EnableConfigurationProperties(MillraceProperties.class)
public final class UnknownKeysAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(UnknownKeysAutoConfiguration.class);

	@Bean
	InitializingBean millraceUnknownProperties(Environment environment, MillraceProperties properties) {
		return () -> report(environment, properties.unknownProperties());
	}

	private static void report(Environment environment, UnknownKeys.Reaction reaction) {
		if (reaction == UnknownKeys.Reaction.IGNORE) {
			return;
		}
		List<String> lines = new UnknownKeys(new KnownKeys()).in(environment);
		if (lines.isEmpty()) {
			return;
		}
		if (reaction == UnknownKeys.Reaction.FAIL) {
			throw new UnknownKeysException(lines);
		}
		logger.warn("Nothing reads these configuration properties: {}", String.join(", ", lines));
	}

}
