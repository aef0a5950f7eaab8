package dev.millrace.loadtests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.loadtests.process.ChildProcess;
import dev.millrace.loadtests.process.JavaCommand;
import dev.millrace.loadtests.report.ResultFiles;
import dev.millrace.loadtests.report.SuiteResult;
import dev.millrace.loadtests.verdict.Check;
import dev.millrace.loadtests.verdict.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The packaged program against the packaged sample application.
 */
class LoadTestsIT {

	private static final Duration TIMEOUT = Duration.ofMinutes(3);

	private final Path directory = Path.of(System.getProperty("build.directory"), "load-tests-it").toAbsolutePath();

	@Test
	void smokeSuitePasses() throws IOException {
		assertThat(run("smoke", "run", "--suite", "smoke", "--runtime", "auto")).isZero();
		SuiteResult result = ResultFiles.read(this.directory.resolve("smoke/result.json"));
		assertThat(result.environment().runtime()).startsWith("jvm, because Docker cannot be used");
		assertThat(result.checks()).hasSize(3).extracting(Check::verdict).containsOnly(Verdict.PASS);
		assertThat(this.directory.resolve("smoke/summary.md")).content().contains("the tuning is in force");
		assertThat(this.directory.resolve("smoke/report.html")).isNotEmptyFile();
	}

	@Test
	void aServerWithoutItsTuningIsInvalid() throws IOException {
		assertThat(run("off", "run", "--suite", "smoke", "--server-arg=--millrace.enabled=false")).isEqualTo(2);
		assertThat(ResultFiles.read(this.directory.resolve("off/result.json")).checks()).singleElement()
			.satisfies((check) -> {
				assertThat(check.verdict()).isEqualTo(Verdict.INVALID);
				assertThat(check.reasons()).singleElement().asString().contains("not in force");
			});
	}

	@Test
	void aStarvedGeneratorIsInvalid() throws IOException {
		assertThat(run("starved", "run", "--suite", "targets", "--quick", "--starve", "--target-connections", "100",
				"--target-rate", "1000000"))
			.isEqualTo(2);
		assertThat(ResultFiles.read(this.directory.resolve("starved/result.json")).checks())
			.filteredOn((check) -> check.name().startsWith("1,000,000 req/s on /plaintext"))
			.singleElement()
			.satisfies((check) -> {
				assertThat(check.verdict()).isEqualTo(Verdict.INVALID);
				assertThat(check.reasons()).anySatisfy((reason) -> assertThat(reason).contains("was starved"));
			});
	}

	@Test
	void aServerThatDiesEndsWithThree() {
		try (ChildProcess process = start("dead", "run", "--suite", "smoke")) {
			await().atMost(TIMEOUT).until(() -> serverUnderLoad(process.pid()).isPresent());
			serverUnderLoad(process.pid()).orElseThrow().destroyForcibly();
			assertThat(process.awaitExit(TIMEOUT)).isEqualTo(3);
		}
		assertThat(this.directory.resolve("dead.log")).content().contains("has died under load");
	}

	@Test
	void scenariosPass() throws IOException {
		assertThat(run("scenarios", "run", "--suite", "scenarios", "--quick")).isZero();
		assertThat(ResultFiles.read(this.directory.resolve("scenarios/result.json")).checks()).hasSize(3)
			.extracting(Check::verdict)
			.containsOnly(Verdict.PASS);
	}

	@Test
	void aPlanIsComparedWithABaselineAndTellsNoSecret() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			boolean known = "Bearer of-secrets".equals(exchange.getRequestHeaders().getFirst("Authorization"));
			exchange.sendResponseHeaders(known ? 200 : 401, -1);
			exchange.close();
		});
		server.start();
		try {
			Path plan = Files.writeString(Files.createDirectories(this.directory).resolve("load.yaml"), """
					rate: 20
					duration: 2s
					requests:
					  - path: /
					    headers:
					      Authorization: Bearer ${API_TOKEN}
					""");
			String url = "http://127.0.0.1:" + server.getAddress().getPort();
			String first = this.directory.resolve("plan/result.json").toString();
			assertThat(run("plan", "run", "--url", url, "--plan", plan.toString())).isZero();
			assertThat(run("again", "run", "--url", url, "--plan", plan.toString(), "--baseline", first)).isIn(0, 2);
		}
		finally {
			server.stop(0);
		}
		assertThat(ResultFiles.read(this.directory.resolve("again/result.json")).checks()).extracting(Check::name)
			.containsExactly("failed requests", "application, server CPU per request against the baseline");
		try (Stream<Path> files = Files.walk(this.directory.resolve("plan"))) {
			assertThat(files.filter(Files::isRegularFile)).isNotEmpty()
				.allSatisfy((file) -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
					.doesNotContain("of-secrets"));
		}
	}

	@Test
	void withoutDockerAContainerIsSkippedAndTheReasonTold() throws IOException {
		assertThat(run("skipped", "run", "--suite", "smoke", "--runtime", "container")).isEqualTo(5);
		assertThat(ResultFiles.read(this.directory.resolve("skipped/result.json")).checks()).singleElement()
			.satisfies((check) -> {
				assertThat(check.verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
				assertThat(check.reasons()).singleElement().asString().contains("Docker cannot be used");
			});
	}

	/**
	 * The server, once there is a generator beside it.
	 */
	private static Optional<ProcessHandle> serverUnderLoad(long harness) {
		List<ProcessHandle> children = ProcessHandle.of(harness)
			.stream()
			.flatMap(ProcessHandle::children)
			.sorted(Comparator.comparing(ProcessHandle::pid))
			.toList();
		return (children.size() < 2) ? Optional.empty() : Optional.of(children.get(0));
	}

	private int run(String name, String... arguments) {
		try (ChildProcess process = start(name, arguments)) {
			return process.awaitExit(TIMEOUT);
		}
	}

	/**
	 * Starts the program where there is no Docker.
	 */
	private ChildProcess start(String name, String... arguments) {
		List<String> command = new ArrayList<>(
				List.of("env", "DOCKER_HOST=unix:///nowhere.sock", "API_TOKEN=of-secrets"));
		command.addAll(JavaCommand.jar(Path.of(System.getProperty("load-tests.jar"))).toList());
		command.addAll(List.of(arguments));
		command.addAll(List.of("--output", this.directory.resolve(name).toString()));
		return ChildProcess.start(command, this.directory.resolve(name + ".log"));
	}

}
