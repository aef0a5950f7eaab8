package dev.millrace.connection.accept;

import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AddressCounts}.
 */
class AddressCountsTests {

	@Test
	void ipv6ClientsAreKnownByTheirNetwork() {
		AddressCounts counts = new AddressCounts(64);
		assertThat(counts.increment(new InetSocketAddress("2001:db8:1:2::1", 1))).isOne();
		assertThat(counts.increment(new InetSocketAddress("2001:db8:1:2:ffff::9", 2))).isEqualTo(2);
		assertThat(counts.increment(new InetSocketAddress("2001:db8:1:3::1", 1))).isOne();
		assertThat(counts.increment(new InetSocketAddress("192.0.2.1", 1))).isOne();
		assertThat(counts.increment(new InetSocketAddress("192.0.2.2", 1))).isOne();
		counts.decrement(new InetSocketAddress("2001:db8:1:2::7", 1));
		counts.decrement(new InetSocketAddress("2001:db8:1:2::7", 1));
		counts.decrement(new InetSocketAddress("2001:db8:1:2::7", 1));
		assertThat(counts.increment(new InetSocketAddress("2001:db8:1:2::1", 1))).isOne();
		assertThat(counts.clients()).isEqualTo(4);
	}

}
