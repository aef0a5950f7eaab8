package dev.millrace.connection;

import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a connection costs beside what Netty and Reactor Netty take.
 */
class FootprintTests {

	private static final long MOST_BYTES = 300;

	@Test
	void anIdleConnectionOfOursIsSmall() {
		long bytes = 0;
		for (Class<?> type : new Class<?>[] { ServerConnection.class, WireProgress.class, PhaseClock.class,
				ConnectionHandler.class }) {
			bytes += ClassLayout.parseClass(type).instanceSize();
		}
		assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
	}

}
