package dev.millrace.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.millrace.transport.epoll.LoopReadAllocator;
import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

class SocketOptionsTests {

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
	@EnabledOnOs(OS.LINUX)
	void theProbeTellsWhatTheKernelMadeOfEachOption(TransportType type) {
		assumeThat(Transports.availability(type).available()).isTrue();
		Map<TransportOption, Object> options = new EnumMap<>(TransportOption.class);
		options.put(TransportOption.NO_DELAY, false);
		options.put(TransportOption.KEEP_ALIVE, true);
		options.put(TransportOption.KEEP_ALIVE_IDLE, Duration.ofSeconds(61));
		options.put(TransportOption.KEEP_ALIVE_INTERVAL, Duration.ofSeconds(7));
		options.put(TransportOption.KEEP_ALIVE_COUNT, 4);
		options.put(TransportOption.WRITE_BUFFER, new WriteBuffer(1024, 4096));
		options.put(TransportOption.READ_BUFFER, new ReadBuffer(512, 8192));
		options.put(TransportOption.ALLOCATOR, Allocator.POOLED);
		List<EffectiveOption> probed = new SocketOptions(Transports.create(type), options).probe();
		assertThat(probed).hasSameSizeAs(options.keySet())
			.allSatisfy((option) -> assertThat(option.effective()).isEqualTo(option.requested())
				.isEqualTo(options.get(option.option())));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
	@EnabledOnOs(OS.LINUX)
	void theProbeTellsTheRealSizeOfTheSendBuffer(TransportType type) {
		assumeThat(Transports.availability(type).available()).isTrue();
		Map<TransportOption, Object> options = Map.of(TransportOption.SEND_BUFFER, 1);
		List<EffectiveOption> probed = new SocketOptions(Transports.create(type), options).probe();
		// The kernel has a minimum.
		assertThat(probed).singleElement()
			.satisfies((option) -> assertThat((Integer) option.effective()).isGreaterThan(1000));
	}

	@ParameterizedTest
	@EnumSource(names = { "EPOLL", "IO_URING" })
	@EnabledOnOs(OS.LINUX)
	void whatTheKernelHoldsUnsentIsBoundedByDefault(TransportType type) {
		assumeThat(Transports.availability(type).available()).isTrue();
		assertThat(SocketOptions.withDefaults(Transports.create(type), Map.of()).probe())
			.containsExactly(new EffectiveOption(TransportOption.NOT_SENT_LOW_WATER_MARK, 16 * 1024, 16 * 1024));
		assertThat(SocketOptions
			.withDefaults(Transports.create(type), Map.of(TransportOption.NOT_SENT_LOW_WATER_MARK, 128 * 1024))
			.probe())
			.containsExactly(new EffectiveOption(TransportOption.NOT_SENT_LOW_WATER_MARK, 128 * 1024, 128 * 1024));
	}

	@Test
	void aTransportWithoutTheDefaultsGoesWithoutThem() {
		assertThat(SocketOptions.withDefaults(new NioTransport(), Map.of()).probe()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
	@EnabledOnOs(OS.LINUX)
	void theProbeLeavesNoSocketOpen(TransportType type) throws IOException {
		assumeThat(Transports.availability(type).available()).isTrue();
		SocketOptions options = new SocketOptions(Transports.create(type), Map.of(TransportOption.NO_DELAY, true));
		options.probe();
		long before = openSockets();
		for (int i = 0; i < 20; i++) {
			options.probe();
		}
		assertThat(openSockets()).isLessThan(before + 20);
	}

	private static long openSockets() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.filter(SocketOptionsTests::isSocket).count();
		}
	}

	private static boolean isSocket(Path file) {
		try {
			return Files.readSymbolicLink(file).toString().startsWith("socket:");
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Test
	void anOptionThatTheTransportLacksIsRefused() {
		SocketOptions options = new SocketOptions(new NioTransport(),
				Map.of(TransportOption.QUICK_ACK, true, TransportOption.DEFER_ACCEPT, Duration.ofSeconds(1)));
		assertThatExceptionOfType(TransportException.class).isThrownBy(options::probe)
			.withMessageContaining("the nio transport does not have it")
			.withMessageContaining("remove the property or set 'millrace.transport.type'")
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("tcp.defer-accept"))
			.satisfies((ex) -> assertThat(ex.value()).isEqualTo(Duration.ofSeconds(1)));
	}

	@ParameterizedTest
	@EnumSource(names = { "BUSY_POLL", "MAX_EVENTS", "DIRECT_IO", "RING_SIZE", "COMPLETION_QUEUE_SIZE",
			"ZERO_COPY_THRESHOLD" })
	void optionsOfLoopsAreRefusedToo(TransportOption option) {
		SocketOptions options = new SocketOptions(new NioTransport(), Map.of(option, true));
		assertThatExceptionOfType(TransportException.class).isThrownBy(options::probe)
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo(option.property()));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aValueThatTheKernelRefusesIsRefused() {
		SocketOptions options = new SocketOptions(new EpollTransport(),
				Map.of(TransportOption.KEEP_ALIVE_IDLE, Duration.ofSeconds(32768)));
		assertThatExceptionOfType(TransportException.class).isThrownBy(options::probe)
			.withMessageContaining("does not take the value")
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("tcp.keep-alive.idle"));
	}

	@Test
	void whatIsNotSetIsLeftAlone() {
		HttpServer server = HttpServer.create();
		HttpServer tuned = new SocketOptions(new NioTransport(), Map.of()).applyTo(server);
		assertThat(tuned.configuration().options()).isEqualTo(server.configuration().options());
		Map<ChannelOption<?>, Object> others = new HashMap<>(tuned.configuration().childOptions());
		assertThat(others.remove(ChannelOption.RECVBUF_ALLOCATOR)).isInstanceOf(LoopReadAllocator.class);
		assertThat(others).isEqualTo(server.configuration().childOptions());
	}

	@Test
	void everyOptionGoesToItsSocket() {
		HttpServer server = new SocketOptions(new EpollTransport(),
				Map.of(TransportOption.BACKLOG, 7, TransportOption.NO_DELAY, false, TransportOption.BUSY_POLL, true))
			.applyTo(HttpServer.create());
		assertThat(server.configuration().options().get(ChannelOption.SO_BACKLOG)).isEqualTo(7);
		assertThat(server.configuration().childOptions().get(ChannelOption.TCP_NODELAY)).isEqualTo(false);
	}

}
