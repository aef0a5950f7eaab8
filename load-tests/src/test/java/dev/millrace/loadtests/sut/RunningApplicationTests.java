package dev.millrace.loadtests.sut;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.loadtests.probe.ProcNet;
import dev.millrace.loadtests.process.LaunchException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RunningApplicationTests {

	private static final String METER = "{\"name\":\"process.cpu.time\",\"baseUnit\":\"ns\","
			+ "\"measurements\":[{\"statistic\":\"COUNT\",\"value\":2.5E9}]}";

	@TempDir
	private Path noProc;

	private HttpServer server;

	private URI url;

	@BeforeEach
	void startServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/actuator/metrics/process.cpu.time", (exchange) -> {
			byte[] body = METER.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
		this.url = URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	@AfterEach
	void stopServer() {
		this.server.stop(0);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void findsTheProcessThatListens() {
		RunningApplication application = new RunningApplication(this.url);
		assertThat(application.pid()).hasValue(ProcessHandle.current().pid());
		assertThat(application.cpuSeconds().orElseThrow()).isPositive();
	}

	@Test
	void asksTheMeterWhereTheProcessIsNotSeen() {
		RunningApplication application = new RunningApplication(this.url, new ProcNet(this.noProc));
		assertThat(application.pid()).isEmpty();
		assertThat(application.cpuSeconds()).hasValue(2.5);
	}

	@Test
	void knowsNothingWhereThereIsNoMeterEither() {
		this.server.removeContext("/actuator/metrics/process.cpu.time");
		assertThat(new RunningApplication(this.url, new ProcNet(this.noProc)).cpuSeconds()).isEmpty();
	}

	@Test
	void tellsThatNobodyListens() {
		RunningApplication application = new RunningApplication(this.url);
		application.require("before the load");
		this.server.stop(0);
		assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> application.require("after the load"))
			.withMessageContaining("Nothing listens at " + this.url + " after the load");
	}

}
