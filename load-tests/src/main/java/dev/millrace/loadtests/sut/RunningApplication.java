package dev.millrace.loadtests.sut;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.loadtests.probe.ProcNet;
import dev.millrace.loadtests.probe.ProcStat;
import dev.millrace.loadtests.process.LaunchException;

/**
 * An application that was started outside of the harness.
 *
 * @param url its address
 * @param net where its process is looked for if it is one of this machine
 */
public record RunningApplication(URI url, ProcNet net) {

	private static final int TIMEOUT_MILLIS = 5000;

	private static final double NANOS_PER_SECOND = 1e9;

	private static final int HTTP = 80;

	private static final int HTTPS = 443;

	/**
	 * Creates an application.
	 * @param url its address
	 */
	public RunningApplication(URI url) {
		this(url, new ProcNet());
	}

	/**
	 * Makes sure that a server listens there.
	 * @param moment when that is asked, in words
	 * @throws LaunchException if none does
	 */
	public void require(String moment) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(this.url.getHost(), port()), TIMEOUT_MILLIS);
		}
		catch (IOException ex) {
			throw new LaunchException("Nothing listens at %s %s: %s".formatted(this.url, moment, ex.getMessage()), ex);
		}
	}

	/**
	 * Return its process.
	 * @return the process id, absent if it is not one of this machine or cannot be seen
	 */
	public OptionalLong pid() {
		try {
			return InetAddress.getByName(this.url.getHost()).isLoopbackAddress() ? this.net.listener(port())
					: OptionalLong.empty();
		}
		catch (IOException ex) {
			return OptionalLong.empty();
		}
	}

	/**
	 * Return the CPU time it has used: from the kernel, or from its meter
	 * {@code process.cpu.time} where that is exposed.
	 * @return seconds, absent if neither tells
	 */
	public OptionalDouble cpuSeconds() {
		OptionalLong pid = pid();
		return pid.isPresent() ? new ProcStat().cpuSeconds(pid.getAsLong()) : metered();
	}

	private OptionalDouble metered() {
		try {
			HttpResponse<String> answer = HttpGet.get(this.url.resolve("/actuator/metrics/process.cpu.time"));
			JsonNode nanos = new ObjectMapper().readTree(answer.body()).path("measurements").path(0).path("value");
			return (answer.statusCode() == 200 && nanos.isNumber())
					? OptionalDouble.of(nanos.asDouble() / NANOS_PER_SECOND) : OptionalDouble.empty();
		}
		catch (LaunchException | JsonProcessingException ex) {
			return OptionalDouble.empty();
		}
	}

	private int port() {
		if (this.url.getPort() >= 0) {
			return this.url.getPort();
		}
		return this.url.getScheme().equals("https") ? HTTPS : HTTP;
	}

}
