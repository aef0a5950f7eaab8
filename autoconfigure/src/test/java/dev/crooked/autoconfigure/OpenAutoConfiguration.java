package dev.crooked.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Neither final nor closed.
 */
@AutoConfiguration
public class OpenAutoConfiguration {

	/**
	 * A bean method that anyone may call.
	 * @return a bean
	 */
	@Bean
	public String open() {
		return "open";
	}

	@Bean
	String closed() {
		return "closed";
	}

}
