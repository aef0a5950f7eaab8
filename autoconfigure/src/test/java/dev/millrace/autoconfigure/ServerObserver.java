package dev.millrace.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.millrace.transport.drain.ChannelGroupDrain;
import dev.millrace.transport.server.ServerHooks;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Looks at listeners and connections from within.
 */
@Configuration(proxyBeanMethods = false)
class ServerObserver {

	private static final List<ChannelOption<?>> OPTIONS = List.of(ChannelOption.TCP_NODELAY, ChannelOption.SO_KEEPALIVE,
			ChannelOption.SO_SNDBUF, ChannelOption.SO_RCVBUF, ChannelOption.WRITE_BUFFER_WATER_MARK,
			ChannelOption.ALLOCATOR, EpollChannelOption.TCP_KEEPIDLE, EpollChannelOption.TCP_KEEPINTVL,
			EpollChannelOption.TCP_KEEPCNT, EpollChannelOption.TCP_QUICKACK, EpollChannelOption.TCP_USER_TIMEOUT,
			EpollChannelOption.TCP_NOTSENT_LOWAT);

	/** Every connection that was accepted. */
	final Set<Channel> connections = ConcurrentHashMap.newKeySet();

	/** The options of the last connection, read when it was new. */
	final Map<ChannelOption<?>, Object> options = new ConcurrentHashMap<>();

	/** What happened to the listeners, in order. */
	final Queue<String> listenerEvents = new ConcurrentLinkedQueue<>();

	@Bean
	ServerHooks observingHooks() {
		return new ServerHooks(
				(server) -> server.doOnChannelInit((observer, channel, address) -> observeConnection(channel)),
				(listener, tls) -> observeListener(listener), new ChannelGroupDrain());
	}

	private void observeConnection(Channel channel) {
		this.connections.add(channel);
		for (ChannelOption<?> option : OPTIONS) {
			Object value = channel.config().getOption(option);
			if (value != null) {
				this.options.put(option, value);
			}
		}
	}

	private void observeListener(Channel listener) {
		this.listenerEvents.add("bound on loop: " + listener.eventLoop().inEventLoop());
		listener.pipeline().addFirst(new ChannelInboundHandlerAdapter() {

			@Override
			public void channelActive(ChannelHandlerContext ctx) throws Exception {
				// Only this starts the first accept.
				ServerObserver.this.listenerEvents.add("active");
				super.channelActive(ctx);
			}

			@Override
			public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
				ServerObserver.this.listenerEvents.add("accepted");
				super.channelRead(ctx, msg);
			}

		});
	}

}
