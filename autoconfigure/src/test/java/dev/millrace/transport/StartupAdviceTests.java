package dev.millrace.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.millrace.transport.advice.StartupAdvice;
import dev.millrace.transport.advice.Versions;
import dev.millrace.transport.advice.Warning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StartupAdviceTests {

	private static final Versions GOOD = new Versions("1.0", "4.1.2", "4.2.19.Final", "1.3.8", "25");

	private static final StartupAdvice.Settings NOTHING_SET = new StartupAdvice.Settings(-1, false, Map.of(),
			Duration.ZERO, null);

	@TempDir
	private Path root;

	@BeforeEach
	void aHealthyLinux() throws IOException {
		write("proc/sys/kernel/ostype", "Linux");
		write("proc/sys/net/core/somaxconn", "4096");
		write("proc/sys/net/ipv4/tcp_fastopen", "3");
		write("proc/self/limits", "Max open files   1000   1000   files");
		write("sys/fs/cgroup/cpu.max", "max 100000");
	}

	@Test
	void aHealthyServerHasNoWarning() {
		assertThat(warnings(transport(Map.of(TransportOption.BACKLOG, 4096, TransportOption.FAST_OPEN, 16)), GOOD,
				new StartupAdvice.Settings(1000, false, Map.of(), Duration.ZERO, null)))
			.isEmpty();
	}

	@Test
	void aTuningThatIsNotInForce() {
		assertThat(warnings(null, GOOD, NOTHING_SET)).singleElement()
			.satisfies((warning) -> assertThat(warning.code()).isEqualTo("tuning-not-in-force"))
			.satisfies((warning) -> assertThat(warning.message()).contains("ReactorResourceFactory"))
			.satisfies((warning) -> assertThat(warning.remedy()).contains("millrace.enabled=false"));
	}

	@Test
	void aBacklogThatTheKernelCuts() {
		assertThat(warnings(transport(Map.of(TransportOption.BACKLOG, 5000)), GOOD, NOTHING_SET)).singleElement()
			.satisfies((warning) -> assertThat(warning.message()).contains("5000").contains("4096"))
			.satisfies((warning) -> assertThat(warning.remedy()).contains("net.core.somaxconn=5000"));
	}

	@Test
	void fastOpenThatTheKernelHasSwitchedOff() throws IOException {
		write("proc/sys/net/ipv4/tcp_fastopen", "1");
		assertThat(codes(transport(Map.of(TransportOption.FAST_OPEN, 16)), GOOD, NOTHING_SET))
			.containsExactly("fast-open-off");
	}

	@Test
	void fewerFilesThanConnections() {
		assertThat(warnings(transport(Map.of()), GOOD,
				new StartupAdvice.Settings(1001, false, Map.of(), Duration.ZERO, null)))
			.singleElement()
			.satisfies((warning) -> assertThat(warning.message()).contains("1001").contains("1000 files"))
			.satisfies((warning) -> assertThat(warning.remedy()).contains("ulimit -n"));
	}

	@Test
	void theFallbackToNioOnLinux() {
		TunedTransport fallback = TunedTransport.select(ServerTuning.defaults(),
				(type) -> TransportAvailability.no(type, "no such library"));
		assertThat(fallback.type()).isEqualTo(TransportType.NIO);
		assertThat(warnings(fallback, GOOD, NOTHING_SET)).singleElement()
			.satisfies((warning) -> assertThat(warning.code()).isEqualTo("nio-fallback"))
			.satisfies((warning) -> assertThat(warning.message()).contains("no such library"))
			.satisfies((warning) -> assertThat(warning.remedy()).contains("netty-transport-native-epoll"));
	}

	@Test
	void theFallbackToNioElsewhereIsNoProblem() throws IOException {
		TunedTransport fallback = TunedTransport.select(ServerTuning.defaults(),
				(type) -> TransportAvailability.no(type, "no such library"));
		Host elsewhere = new Host(this.root.resolve("elsewhere"));
		assertThat(new StartupAdvice(elsewhere, GOOD, NOTHING_SET).warnings(fallback)).isEmpty();
	}

	@Test
	void lessThanOneProcessor() throws IOException {
		write("sys/fs/cgroup/cpu.max", "50000 100000");
		assertThat(warnings(transport(Map.of()), GOOD, NOTHING_SET)).singleElement()
			.satisfies((warning) -> assertThat(warning.code()).isEqualTo("cpu-limit"))
			.satisfies((warning) -> assertThat(warning.message()).contains("0.50"));
	}

	@Test
	void versionsWithKnownFaults() {
		Versions bad = new Versions("1.0", "4.1.1", "4.2.17.Final", "1.3.7", "25");
		assertThat(warnings(transport(Map.of()), bad, NOTHING_SET)).extracting(Warning::remedy)
			.satisfiesExactly((netty) -> assertThat(netty).contains("netty.version").contains("4.2.18.Final"),
					(reactorNetty) -> assertThat(reactorNetty).contains("reactor-bom.version").contains("2025.0.8"));
	}

	@Test
	void unknownVersionsAreNoProblem() {
		Versions unknown = new Versions(null, "4.1.1", null, null, "25");
		assertThat(warnings(transport(Map.of()), unknown, NOTHING_SET)).isEmpty();
	}

	@Test
	void propertiesThatDoNothing() {
		StartupAdvice.Settings settings = new StartupAdvice.Settings(-1, true,
				Map.of("millrace.keep-alive.idle-timeout", "server.netty.idle-timeout"), Duration.ZERO, null);
		assertThat(codes(transport(Map.of()), GOOD, settings)).containsExactly("connection-timeout",
				"property-set-twice");
	}

	@Test
	void aDrainThatSpringCutsOff() {
		assertThat(codes(transport(Map.of()), GOOD, drain(Duration.ofSeconds(31), Duration.ofSeconds(30))))
			.containsExactly("drain-cut");
		assertThat(codes(transport(Map.of()), GOOD, drain(Duration.ofSeconds(30), Duration.ofSeconds(30)))).isEmpty();
		assertThat(codes(transport(Map.of()), GOOD, drain(Duration.ofSeconds(31), null))).isEmpty();
	}

	private static StartupAdvice.Settings drain(Duration drain, Duration shutdownPhase) {
		return new StartupAdvice.Settings(-1, false, Map.of(), drain, shutdownPhase);
	}

	@Test
	void everyWarningSaysWhatToDo() throws IOException {
		write("sys/fs/cgroup/cpu.max", "50000 100000");
		Versions bad = new Versions("1.0", "4.1.1", "4.2.17.Final", "1.3.7", "25");
		StartupAdvice.Settings settings = new StartupAdvice.Settings(9999, true, Map.of("a", "b"),
				Duration.ofSeconds(31), Duration.ofSeconds(30));
		assertThat(warnings(transport(Map.of(TransportOption.BACKLOG, 5000)), bad, settings)).hasSize(8)
			.allSatisfy((warning) -> assertThat(warning.remedy()).isNotBlank());
	}

	private List<String> codes(TunedTransport transport, Versions versions, StartupAdvice.Settings settings) {
		return warnings(transport, versions, settings).stream().map(Warning::code).toList();
	}

	private List<Warning> warnings(TunedTransport transport, Versions versions, StartupAdvice.Settings settings) {
		return new StartupAdvice(new Host(this.root), versions, settings).warnings(transport);
	}

	private static TunedTransport transport(Map<TransportOption, Object> options) {
		ServerTuning defaults = ServerTuning.defaults();
		return TunedTransport
			.select(new ServerTuning(TransportType.AUTO, defaults.workers(), defaults.acceptors(), false, options));
	}

	private void write(String file, String text) throws IOException {
		Path path = this.root.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text + "\n");
	}

}
