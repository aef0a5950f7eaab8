package dev.millrace.autoconfigure.transport;

import java.time.Duration;

import dev.millrace.connection.KeepAlive;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.reactor.netty.autoconfigure.NettyServerProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeepAliveMapperTests {

	private final NettyServerProperties boots = new NettyServerProperties();

	@Test
	void connectionsAreIdleFor75SecondsUnlessBootSaysOtherwise() {
		assertThat(map(null, null, null, 0)).isEqualTo(new KeepAlive(Duration.ofSeconds(75), -1, null, 0));
		this.boots.setIdleTimeout(Duration.ofSeconds(20));
		this.boots.setMaxKeepAliveRequests(100);
		assertThat(map(null, null, null, 0)).isEqualTo(new KeepAlive(Duration.ofSeconds(20), 100, null, 0));
	}

	@Test
	void ownPropertiesWinAndSaySo() {
		this.boots.setIdleTimeout(Duration.ofSeconds(20));
		this.boots.setMaxKeepAliveRequests(100);
		KeepAliveProperties own = new KeepAliveProperties(Duration.ZERO, 5, Duration.ofMinutes(10), 0.5);
		KeepAliveMapper mapper = new KeepAliveMapper(own, this.boots);
		assertThat(mapper.toKeepAlive()).isEqualTo(new KeepAlive(Duration.ZERO, 5, Duration.ofMinutes(10), 0.5));
		assertThat(mapper.overridden()).containsEntry("millrace.keep-alive.idle-timeout", "server.netty.idle-timeout")
			.containsEntry("millrace.keep-alive.max-requests", "server.netty.max-keep-alive-requests");
	}

	@Test
	void propertiesOfBootAloneAreNotOverridden() {
		this.boots.setIdleTimeout(Duration.ofSeconds(20));
		assertThat(new KeepAliveMapper(new KeepAliveProperties(null, 3, null, 0), this.boots).overridden()).isEmpty();
	}

	@Test
	void valuesOutOfRangeAreRefused() {
		refused("millrace.keep-alive.idle-timeout", Duration.ofSeconds(-1), null, null, 0);
		refused("millrace.keep-alive.max-requests", null, 0, null, 0);
		refused("millrace.keep-alive.max-age", null, null, Duration.ZERO, 0);
		refused("millrace.keep-alive.max-age-jitter", null, null, null, 1.1);
		this.boots.setMaxKeepAliveRequests(0);
		refused("server.netty.max-keep-alive-requests", null, null, null, 0);
	}

	private void refused(String property, Duration idleTimeout, Integer maxRequests, Duration maxAge, double jitter) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> map(idleTimeout, maxRequests, maxAge, jitter))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo(property))
			.satisfies((ex) -> assertThat(ex.getReason()).contains("must"));
	}

	private KeepAlive map(Duration idleTimeout, Integer maxRequests, Duration maxAge, double jitter) {
		return new KeepAliveMapper(new KeepAliveProperties(idleTimeout, maxRequests, maxAge, jitter), this.boots)
			.toKeepAlive();
	}

}
