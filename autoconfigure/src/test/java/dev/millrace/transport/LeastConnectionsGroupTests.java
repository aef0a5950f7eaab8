package dev.millrace.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link LeastConnectionsGroup}.
 */
class LeastConnectionsGroupTests {

	private final LeastConnectionsGroup group = new LeastConnectionsGroup(4, new DefaultThreadFactory("test"),
			NioIoHandler.newFactory());

	@AfterEach
	void stop() {
		this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

	private NioSocketChannel open() {
		NioSocketChannel channel = new NioSocketChannel();
		this.group.register(channel).syncUninterruptibly();
		return channel;
	}

	@Test
	void connectionsThatLiveLongAreEvenedOut() {
		List<NioSocketChannel> channels = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			channels.add(open());
		}
		assertThat(counts(channels)).hasSize(4).allSatisfy((loop, count) -> assertThat(count).isEqualTo(10));
		// One loop loses all of its connections, as when one big client goes away.
		EventLoop emptied = channels.get(0).eventLoop();
		channels.removeIf((channel) -> {
			boolean gone = channel.eventLoop() == emptied;
			if (gone) {
				channel.close().syncUninterruptibly();
			}
			return gone;
		});
		for (int i = 0; i < 10; i++) {
			NioSocketChannel channel = open();
			assertThat(channel.eventLoop()).isSameAs(emptied);
			channels.add(channel);
		}
		assertThat(counts(channels)).hasSize(4).allSatisfy((loop, count) -> assertThat(count).isEqualTo(10));
	}

	private static Map<EventLoop, Integer> counts(List<NioSocketChannel> channels) {
		Map<EventLoop, Integer> counts = new HashMap<>();
		channels.forEach((channel) -> counts.merge(channel.eventLoop(), 1, Integer::sum));
		return counts;
	}

}
