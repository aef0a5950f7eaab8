package dev.crooked.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties as they should be.
 *
 * @param enabled Whether it is on.
 * @param mode Way of working: one | two.
 * @param names Names to use, in their order.
 * @param labels Labels by name.
 * @param inner Nested group.
 */
@ConfigurationProperties("plain.feature")
record PlainProperties(@DefaultValue("true") boolean enabled, @DefaultValue("io-uring") Mode mode, @DefaultValue( {
		"a", "b" }) List<String> names, Map<String, String> labels, @DefaultValue Inner inner){

	/**
	 * Nested properties.
	 *
	 * @param timeout Time until it gives up.
	 * @param size Size of its buffer.
	 */
	record Inner(@DefaultValue("10s") Duration timeout, DataSize size) {

	}

	enum Mode {

		AUTO, IO_URING

	}

}
