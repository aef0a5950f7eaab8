package dev.millrace.autoconfigure.transport;

import java.time.Duration;
import java.util.Map;

import dev.millrace.connection.KeepAlive;
import dev.millrace.testing.ThreadNameHandler;
import dev.millrace.transport.Allocator;
import dev.millrace.transport.ReadBuffer;
import dev.millrace.transport.ServerTuning;
import dev.millrace.transport.TransportOption;
import dev.millrace.transport.TransportType;
import dev.millrace.transport.TunedTransport;
import dev.millrace.transport.WorkerResourceFactory;
import dev.millrace.transport.WriteBuffer;
import dev.millrace.transport.server.ServerHooks;
import dev.millrace.transport.server.TunedServerFactory;
import dev.millrace.transport.server.TunedWebServer;
import dev.millrace.worker.Workers;
import org.junit.jupiter.api.Test;
import reactor.netty.http.HttpResources;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.reactor.netty.NettyWebServer;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;

class TransportAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TransportAutoConfiguration.class, NettyReactiveWebServerAutoConfiguration.class))
		.withPropertyValues("spring.reactor.netty.shutdown-quiet-period=0s", "millrace.drain.idle-grace=0s");

	@Test
	void theServerIsOurs() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(TunedServerFactory.class)
				.hasSingleBean(ReactiveWebServerFactory.class)
				.hasSingleBean(Workers.class);
			assertThat(context.getBean(ReactorResourceFactory.class)).isInstanceOf(WorkerResourceFactory.class);
			assertThat(context.getBean(TunedServerFactory.class).getWebServer(new ThreadNameHandler()))
				.isInstanceOf(TunedWebServer.class);
		});
	}

	@Test
	void theSwitchLeavesPlainBoot() {
		this.runner.withPropertyValues("millrace.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(TunedTransport.class);
			assertThat(context.getBean(ReactiveWebServerFactory.class))
				.isExactlyInstanceOf(NettyReactiveWebServerFactory.class);
			assertThat(context.getBean(ReactorResourceFactory.class)).isExactlyInstanceOf(ReactorResourceFactory.class);
		});
	}

	@Test
	void withoutReactorNettyThereIsNothing() {
		this.runner.withClassLoader(new FilteredClassLoader(HttpServer.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TunedTransport.class));
	}

	@Test
	void withoutAWebApplicationThereIsNothing() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TransportAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TunedTransport.class));
	}

	@Test
	void theFactoryOfTheUserWins() {
		this.runner.withUserConfiguration(OwnServerFactory.class)
			.run((context) -> assertThat(context.getBean(ReactiveWebServerFactory.class))
				.isExactlyInstanceOf(NettyReactiveWebServerFactory.class));
	}

	@Test
	void theResourcesOfTheUserWin() {
		this.runner.withUserConfiguration(OwnResourceFactory.class).run((context) -> {
			assertThat(context.getBean(ReactorResourceFactory.class)).isExactlyInstanceOf(ReactorResourceFactory.class);
			TunedWebServer server = (TunedWebServer) context.getBean(TunedServerFactory.class)
				.getWebServer(new ThreadNameHandler());
			assertThat(server.transport()).isNull();
		});
	}

	@Test
	void everyOtherBeanOfTheUserWins() {
		this.runner.withUserConfiguration(OwnParts.class).run((context) -> {
			assertThat(context.getBean(ServerTuning.class)).isSameAs(OwnParts.TUNING);
			assertThat(context.getBean(ServerHooks.class)).isSameAs(OwnParts.HOOKS);
			assertThat(context.getBean(KeepAlive.class)).isSameAs(KeepAlive.UNLIMITED);
			assertThat(context.getBean(TunedTransport.class).type()).isEqualTo(TransportType.NIO);
		});
	}

	@Test
	void theCustomizerOfTheUserIsApplied() {
		this.runner.withUserConfiguration(OwnCustomizer.class)
			.run((context) -> assertThat(context.getBean(TunedServerFactory.class).getServerCustomizers())
				.contains(context.getBean(NettyServerCustomizer.class)));
	}

	@Test
	void aFactoryMadeByBootForTheManagementPortIsPlain() {
		assertThat(new TunedServerFactory().getWebServer(new ThreadNameHandler())).isInstanceOf(NettyWebServer.class);
	}

	@Test
	void theConnectionPoolStaysTheGlobalOne() {
		this.runner.run((context) -> {
			ReactorResourceFactory resources = context.getBean(ReactorResourceFactory.class);
			assertThat(resources.getConnectionProvider()).isSameAs(HttpResources.get());
			resources.stop();
			assertThat(HttpResources.get().isDisposed()).isFalse();
		});
	}

	@Test
	void nothingIsSetByDefault() {
		this.runner.run((context) -> {
			ServerTuning tuning = context.getBean(ServerTuning.class);
			assertThat(tuning).isEqualTo(ServerTuning.defaults());
			assertThat(tuning.options()).isEmpty();
			assertThat(tuning.workers().value()).isEqualTo(Runtime.getRuntime().availableProcessors());
		});
	}

	@Test
	void everyPropertyIsMapped() {
		this.runner
			.withPropertyValues("millrace.transport.type=epoll", "millrace.transport.workers=3",
					"millrace.transport.acceptors=workers", "millrace.transport.backlog=100",
					"millrace.transport.share-port=true", "millrace.transport.busy-poll=true",
					"millrace.transport.allocator=pooled", "millrace.transport.read-buffer.initial=1KB",
					"millrace.transport.read-buffer.maximum=8KB", "millrace.transport.epoll.max-events=64",
					"millrace.transport.epoll.direct-io=false", "millrace.transport.tcp.no-delay=false",
					"millrace.transport.tcp.keep-alive.enabled=true", "millrace.transport.tcp.keep-alive.idle=60s",
					"millrace.transport.tcp.keep-alive.interval=10s", "millrace.transport.tcp.keep-alive.count=3",
					"millrace.transport.tcp.fast-open=true", "millrace.transport.tcp.quick-ack=true",
					"millrace.transport.tcp.defer-accept=5s", "millrace.transport.tcp.user-timeout=20s",
					"millrace.transport.tcp.send-buffer=64KB", "millrace.transport.tcp.not-sent-low-water-mark=8KB",
					"millrace.transport.tcp.receive-buffer=32KB", "millrace.transport.tcp.write-buffer.low=16KB",
					"millrace.transport.tcp.write-buffer.high=32KB")
			.run((context) -> {
				ServerTuning tuning = context.getBean(ServerTuning.class);
				assertThat(tuning.type()).isEqualTo(TransportType.EPOLL);
				assertThat(tuning.workers().value()).isEqualTo(3);
				assertThat(tuning.acceptors().value()).isEqualTo(3);
				assertThat(tuning.sharePort()).isTrue();
				assertThat(tuning.options()).isEqualTo(Map.ofEntries(Map.entry(TransportOption.BACKLOG, 100),
						Map.entry(TransportOption.REUSE_PORT, true), Map.entry(TransportOption.BUSY_POLL, true),
						Map.entry(TransportOption.ALLOCATOR, Allocator.POOLED),
						Map.entry(TransportOption.READ_BUFFER, new ReadBuffer(1024, 8192)),
						Map.entry(TransportOption.MAX_EVENTS, 64), Map.entry(TransportOption.DIRECT_IO, false),
						Map.entry(TransportOption.NO_DELAY, false), Map.entry(TransportOption.KEEP_ALIVE, true),
						Map.entry(TransportOption.KEEP_ALIVE_IDLE, Duration.ofSeconds(60)),
						Map.entry(TransportOption.KEEP_ALIVE_INTERVAL, Duration.ofSeconds(10)),
						Map.entry(TransportOption.KEEP_ALIVE_COUNT, 3), Map.entry(TransportOption.FAST_OPEN, 100),
						Map.entry(TransportOption.QUICK_ACK, true),
						Map.entry(TransportOption.DEFER_ACCEPT, Duration.ofSeconds(5)),
						Map.entry(TransportOption.USER_TIMEOUT, Duration.ofSeconds(20)),
						Map.entry(TransportOption.NOT_SENT_LOW_WATER_MARK, 8192),
						Map.entry(TransportOption.SEND_BUFFER, 65536), Map.entry(TransportOption.RECEIVE_BUFFER, 32768),
						Map.entry(TransportOption.WRITE_BUFFER, new WriteBuffer(16384, 32768))));
			});
	}

	@Test
	void propertiesOfIoUringAreMapped() {
		this.runner.withUserConfiguration(NoTransport.class)
			.withPropertyValues("millrace.transport.type=io-uring", "millrace.transport.io-uring.ring-size=256",
					"millrace.transport.io-uring.completion-queue-size=8192",
					"millrace.transport.io-uring.zero-copy-threshold=64KB")
			.run((context) -> assertThat(context.getBean(ServerTuning.class).options())
				.isEqualTo(Map.of(TransportOption.RING_SIZE, 256, TransportOption.COMPLETION_QUEUE_SIZE, 8192,
						TransportOption.ZERO_COPY_THRESHOLD, 65536)));
	}

	@Test
	void halfAGroupIsFilledWithWhatNettyDoes() {
		this.runner
			.withPropertyValues("millrace.transport.read-buffer.maximum=1KB",
					"millrace.transport.tcp.write-buffer.high=1MB", "millrace.transport.tcp.keep-alive.idle=60s")
			.run((context) -> assertThat(context.getBean(ServerTuning.class).options())
				.containsEntry(TransportOption.READ_BUFFER, new ReadBuffer(1024, 1024))
				.containsEntry(TransportOption.WRITE_BUFFER, new WriteBuffer(WriteBuffer.DEFAULT.low(), 1024 * 1024))
				.containsEntry(TransportOption.KEEP_ALIVE, true));
	}

	@Test
	void theSystemPropertyOfReactorNettyCountsWhenOursIsNotSet() {
		this.runner.withSystemProperties("reactor.netty.ioWorkerCount=5")
			.run((context) -> assertThat(context.getBean(ServerTuning.class).workers().value()).isEqualTo(5));
		this.runner.withSystemProperties("reactor.netty.ioWorkerCount=5")
			.withPropertyValues("millrace.transport.workers=2")
			.run((context) -> assertThat(context.getBean(ServerTuning.class).workers().value()).isEqualTo(2));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnServerFactory {

		@Bean
		NettyReactiveWebServerFactory ownServerFactory() {
			return new NettyReactiveWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnResourceFactory {

		@Bean
		ReactorResourceFactory ownResourceFactory() {
			return new ReactorResourceFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCustomizer {

		@Bean
		NettyServerCustomizer ownCustomizer() {
			return (server) -> server;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnParts {

		static final ServerTuning TUNING = new ServerTuning(TransportType.NIO, ServerTuning.defaults().workers(),
				ServerTuning.defaults().acceptors(), false, Map.of());

		static final ServerHooks HOOKS = ServerHooks.none();

		@Bean
		ServerTuning ownTuning() {
			return TUNING;
		}

		@Bean
		ServerHooks ownHooks() {
			return HOOKS;
		}

		@Bean
		KeepAlive ownKeepAlive() {
			return KeepAlive.UNLIMITED;
		}

	}

	/** For properties that this machine need not have a transport for. */
	@Configuration(proxyBeanMethods = false)
	static class NoTransport {

		@Bean
		TunedTransport noTransport() {
			return TunedTransport.select(ServerTuning.defaults());
		}

	}

}
