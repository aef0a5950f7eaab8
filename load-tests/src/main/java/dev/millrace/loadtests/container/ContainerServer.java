package dev.millrace.loadtests.container;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ContainerNetwork;
import dev.millrace.loadtests.container.ContainerSettings.Network;
import dev.millrace.loadtests.process.LaunchException;
import dev.millrace.loadtests.sut.Server;
import org.testcontainers.containers.GenericContainer;

/**
 * A server in a container. Its log is fetched when it is wanted, not while it is written:
 * that would cost time under load.
 */
final class ContainerServer implements Server {

	/** What Spring Boot logs as soon as it listens. */
	static final String PORT = "started on port (\\d+)";

	private static final int LOG_TAIL_LINES = 30;

	private final GenericContainer<?> container;

	private final Path log;

	private URI baseUrl = URI.create("http://localhost");

	ContainerServer(GenericContainer<?> container, Path log) {
		this.container = container;
		this.log = log;
	}

	/**
	 * Learns where the server listens.
	 */
	ContainerServer listening(Network network) {
		Matcher port = Pattern.compile(PORT).matcher(this.container.getLogs());
		if (!port.find()) {
			throw failure("does not tell its port");
		}
		String host = (network == Network.HOST) ? "127.0.0.1" : address();
		this.baseUrl = URI.create("http://" + host + ":" + port.group(1));
		return this;
	}

	private String address() {
		return this.container.getContainerInfo()
			.getNetworkSettings()
			.getNetworks()
			.values()
			.stream()
			.map(ContainerNetwork::getIpAddress)
			.filter((address) -> address != null && !address.isBlank())
			.findFirst()
			.orElseThrow(() -> failure("has no address of its own"));
	}

	@Override
	public URI baseUrl() {
		return this.baseUrl;
	}

	/**
	 * Docker tells the process id of its own machine, which may be another one.
	 */
	@Override
	public OptionalLong pid() {
		InspectContainerResponse info = this.container.getContainerInfo();
		Long pid = info.getState().getPidLong();
		try {
			return (pid != null && Files.readString(Path.of("/proc", pid.toString(), "cgroup")).contains(info.getId()))
					? OptionalLong.of(pid) : OptionalLong.empty();
		}
		catch (IOException ex) {
			return OptionalLong.empty();
		}
	}

	@Override
	public boolean isAlive() {
		try {
			ContainerState state = this.container.getCurrentContainerInfo().getState();
			return Boolean.TRUE.equals(state.getRunning());
		}
		catch (DockerException ex) {
			return false;
		}
	}

	@Override
	public LaunchException failure(String what) {
		List<String> lines = fetchLog().lines().toList();
		String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
		return new LaunchException("Container of %s %s. Log %s ends with:%n%s"
			.formatted(this.container.getDockerImageName(), what, this.log, tail));
	}

	private String fetchLog() {
		try {
			String text = (this.container.getContainerId() != null) ? this.container.getLogs() : "";
			Files.createDirectories(this.log.toAbsolutePath().getParent());
			Files.writeString(this.log, text);
			return text;
		}
		catch (IOException | DockerException ex) {
			return "(the log is not available: " + ex.getMessage() + ")";
		}
	}

	@Override
	public void close() {
		fetchLog();
		this.container.stop();
	}

}
