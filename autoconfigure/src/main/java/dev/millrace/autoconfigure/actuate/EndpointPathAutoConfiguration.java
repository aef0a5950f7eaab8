package dev.millrace.autoconfigure.actuate;

import dev.millrace.actuate.MillracePathMapper;

import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the paths of Millrace's endpoints.
 */
@AutoConfiguration
@ConditionalOnClass(PathMapper.class)
public final class EndpointPathAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MillracePathMapper millracePathMapper() {
		return new MillracePathMapper();
	}

}
