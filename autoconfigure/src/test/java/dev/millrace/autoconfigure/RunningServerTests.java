package dev.millrace.autoconfigure;

import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.millrace.testing.Requests;
import dev.millrace.testing.RunningServers;
import dev.millrace.transport.TransportType;
import dev.millrace.transport.TunedTransport;
import dev.millrace.transport.advice.TransportReport;
import dev.millrace.transport.advice.TransportStatus;
import dev.millrace.worker.Worker;
import dev.millrace.worker.Workers;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a real server on a real port does.
 */
@ExtendWith(OutputCaptureExtension.class)
class RunningServerTests {

	private final ReactiveWebApplicationContextRunner runner = RunningServers.runner();

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
	void everyTransportOfThisMachineServes(TransportType type) {
		RunningServers.assumeAvailable(type);
		this.runner.withPropertyValues("millrace.transport.type=" + type.id()).run((context) -> {
			assertThat(Requests.get(Requests.port(context))).startsWith("millrace-");
			assertThat(RunningServers.listeners(context)).singleElement()
				.satisfies((listener) -> assertThat(listener.getClass().getSimpleName().replace("_", ""))
					.startsWithIgnoringCase(type.name().replace("_", "")));
			assertThat(context.getBean(TransportStatus.class).report().type().effective()).isEqualTo(type.id());
		});
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void ioUringDoesNotTakeOverBecauseItsJarIsThere() {
		this.runner
			.run((context) -> assertThat(context.getBean(TunedTransport.class).type()).isEqualTo(TransportType.EPOLL));
	}

	@Test
	void workersServeUnderTheirNames() {
		this.runner.withPropertyValues("millrace.transport.workers=2").run((context) -> {
			Set<String> threads = new HashSet<>();
			for (int i = 0; i < 4; i++) {
				threads.add(Requests.get(Requests.port(context)));
			}
			assertThat(threads).containsExactlyInAnyOrder("millrace-1", "millrace-2");
			assertThat(context.getBean(Workers.class).all()).extracting(Worker::name)
				.containsExactly("millrace-1", "millrace-2");
		});
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void optionsOfConnectionsReachTheirSockets() {
		this.runner.withUserConfiguration(ServerObserver.class)
			.withPropertyValues("millrace.transport.tcp.no-delay=false", "millrace.transport.tcp.keep-alive.idle=61s",
					"millrace.transport.tcp.keep-alive.interval=7s", "millrace.transport.tcp.keep-alive.count=4",
					"millrace.transport.tcp.quick-ack=true", "millrace.transport.tcp.user-timeout=20s",
					"millrace.transport.tcp.not-sent-low-water-mark=8KB", "millrace.transport.tcp.send-buffer=32KB",
					"millrace.transport.tcp.receive-buffer=16KB", "millrace.transport.tcp.write-buffer.low=16KB",
					"millrace.transport.tcp.write-buffer.high=48KB", "millrace.transport.allocator=unpooled",
					"millrace.transport.read-buffer.maximum=4KB")
			.run((context) -> {
				Requests.get(Requests.port(context));
				Map<ChannelOption<?>, Object> options = context.getBean(ServerObserver.class).options;
				assertThat(options).containsEntry(ChannelOption.TCP_NODELAY, false)
					.containsEntry(ChannelOption.SO_KEEPALIVE, true)
					.containsEntry(EpollChannelOption.TCP_KEEPIDLE, 61)
					.containsEntry(EpollChannelOption.TCP_KEEPINTVL, 7)
					.containsEntry(EpollChannelOption.TCP_KEEPCNT, 4)
					.containsEntry(EpollChannelOption.TCP_QUICKACK, true)
					.containsEntry(EpollChannelOption.TCP_USER_TIMEOUT, 20_000)
					.containsEntry(EpollChannelOption.TCP_NOTSENT_LOWAT, 8192L)
					// Linux doubles what it is asked for.
					.containsEntry(ChannelOption.SO_SNDBUF, 2 * 32 * 1024)
					.containsEntry(ChannelOption.SO_RCVBUF, 2 * 16 * 1024);
				assertThat(options.get(ChannelOption.WRITE_BUFFER_WATER_MARK))
					.hasToString("WriteBufferWaterMark(low: 16384, high: 49152)");
				assertThat(options.get(ChannelOption.ALLOCATOR).getClass().getSimpleName())
					.isEqualTo("UnpooledByteBufAllocator");
			});
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whatIsNotSetIsAsReactorNettyHasItButForWhatWaitsToBeSent() {
		this.runner.withUserConfiguration(ServerObserver.class).run((context) -> {
			Requests.get(Requests.port(context));
			assertThat(context.getBean(ServerObserver.class).options).containsEntry(ChannelOption.TCP_NODELAY, true)
				.containsEntry(ChannelOption.SO_KEEPALIVE, false)
				.containsEntry(EpollChannelOption.TCP_USER_TIMEOUT, 0)
				.containsEntry(EpollChannelOption.TCP_NOTSENT_LOWAT, 16 * 1024L);
		});
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void optionsOfListenersReachTheirSocketsAndAreReported() {
		this.runner
			.withPropertyValues("millrace.transport.workers=2", "millrace.transport.acceptors=workers",
					"millrace.transport.backlog=77", "millrace.transport.tcp.defer-accept=1s",
					"millrace.transport.tcp.fast-open=true", "millrace.transport.tcp.receive-buffer=16KB",
					"millrace.transport.tcp.send-buffer=32KB")
			.run((context) -> {
				assertThat(RunningServers.listeners(context)).hasSize(2).allSatisfy((listener) -> {
					assertThat(listener.config().getOption(EpollChannelOption.SO_REUSEPORT)).isTrue();
					assertThat(listener.config().getOption(EpollChannelOption.TCP_DEFER_ACCEPT)).isPositive();
					assertThat(listener.config().getOption(ChannelOption.SO_RCVBUF)).isEqualTo(2 * 16 * 1024);
					assertThat(listener.config().getOption(ChannelOption.SO_BACKLOG)).isEqualTo(77);
				});
				TransportReport report = context.getBean(TransportStatus.class).report();
				assertThat(report.backlog().effective()).isEqualTo(77);
				assertThat(report.acceptors().effective()).isEqualTo(2);
				assertThat(report.options()).containsOnlyKeys("reuse-port", "tcp.defer-accept", "tcp.fast-open",
						"tcp.receive-buffer", "tcp.send-buffer", "tcp.not-sent-low-water-mark");
				assertThat(report.options().get("tcp.receive-buffer").requested()).isEqualTo(16 * 1024);
				assertThat(report.options().get("tcp.receive-buffer").effective()).isEqualTo(2 * 16 * 1024);
				int queue = RunningServers.listeners(context)
					.get(0)
					.config()
					.getOption(new IntegerUnixChannelOption("TCP_FASTOPEN", 6, 23));
				assertThat(report.options().get("tcp.fast-open").effective()).isEqualTo(queue);
			});
	}

	@Test
	void theContextStopsAndStartsAgain() {
		this.runner.run((context) -> {
			Worker before = context.getBean(Workers.class).all().get(0);
			int port = Requests.port(context);
			context.stop();
			assertThat(Requests.port(context)).isEqualTo(-1);
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> Requests.get(port));
			assertThat(((EventLoop) before.executor()).isShuttingDown()).isTrue();
			context.start();
			assertThat(Requests.get(Requests.port(context))).startsWith("millrace-");
			assertThat(context.getBean(Workers.class).all().get(0).executor()).isNotSameAs(before.executor());
			assertThat(context.getBean(TransportStatus.class).report().type().effective()).isNotNull();
		});
	}

	@Test
	void theCustomizerOfTheUserWins() {
		this.runner.withBean(NettyServerCustomizer.class, () -> (server) -> server.option(ChannelOption.SO_BACKLOG, 11))
			.withPropertyValues("millrace.transport.backlog=77")
			.run((context) -> assertThat(
					RunningServers.listeners(context).get(0).config().getOption(ChannelOption.SO_BACKLOG))
				.isEqualTo(11));
	}

	@Test
	void theStartIsLogged(CapturedOutput output) {
		this.runner.withPropertyValues("millrace.transport.type=nio", "millrace.transport.workers=2x")
			.run((context) -> {
				assertThat(output).contains("Netty started on port " + Requests.port(context) + " (http)")
					.contains("Millrace is in force:")
					.contains("transport nio")
					.contains("(asked for: 2x)")
					.contains("keep-alive: idle 75 s");
			});
	}

	@Test
	void warningsAreLoggedOnceAndKept(CapturedOutput output) {
		this.runner.withPropertyValues("server.netty.connection-timeout=1s").run((context) -> {
			assertThat(output).containsOnlyOnce("connection-timeout: 'server.netty.connection-timeout' has no effect");
			assertThat(context.getBean(TransportStatus.class).warnings()).extracting((warning) -> warning.code())
				.contains("connection-timeout");
		});
	}

	@Test
	void resourcesOfTheUserAreUsedAndReported(CapturedOutput output) {
		this.runner.withBean(ReactorResourceFactory.class).run((context) -> {
			assertThat(Requests.get(Requests.port(context))).startsWith("reactor-http-");
			assertThat(output).containsOnlyOnce("tuning-not-in-force");
			assertThat(context.getBean(TransportStatus.class).report()).isNull();
		});
	}

}
