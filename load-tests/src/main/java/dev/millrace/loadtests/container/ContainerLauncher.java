package dev.millrace.loadtests.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ulimit;
import dev.millrace.loadtests.container.ContainerSettings.Network;
import dev.millrace.loadtests.machine.Placement;
import dev.millrace.loadtests.process.LaunchException;
import dev.millrace.loadtests.sut.JarLauncher;
import dev.millrace.loadtests.sut.JvmFlags;
import dev.millrace.loadtests.sut.Launch;
import dev.millrace.loadtests.sut.Server;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * Runs executable jars in containers, with the same options of the JVM as a plain
 * process.
 *
 * @param settings image, network and limits
 */
public record ContainerLauncher(ContainerSettings settings) implements JarLauncher {

	private static final String JAR = "/application.jar";

	@Override
	public Server start(Path jar, List<String> arguments, Placement placement, Path log) {
		List<String> command = new ArrayList<>(List.of("java"));
		command.addAll(JvmFlags.SAME_FOR_ALL);
		command.addAll(List.of("-jar", JAR));
		command.addAll(arguments);
		GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(this.settings.image()))
			.withCopyFileToContainer(MountableFile.forHostPath(jar), JAR)
			.withCreateContainerCmdModifier((create) -> limit(create, placement).withEntrypoint(command))
			.waitingFor(
					Wait.forLogMessage(".*" + ContainerServer.PORT + ".*\\s", 1).withStartupTimeout(Launch.TIMEOUT));
		if (this.settings.network() == Network.HOST) {
			container.withNetworkMode("host");
		}
		ContainerServer server = new ContainerServer(container, log);
		try {
			container.start();
			return server.listening(this.settings.network());
		}
		catch (RuntimeException ex) {
			LaunchException failure = server.failure("did not start: " + Docker.cause(ex));
			server.close();
			throw failure;
		}
	}

	private CreateContainerCmd limit(CreateContainerCmd create, Placement placement) {
		HostConfig host = Optional.ofNullable(create.getHostConfig()).orElseGet(HostConfig::newHostConfig);
		long descriptors = this.settings.fileDescriptors();
		return create.withHostConfig(host.withCpusetCpus(placement.server().toString())
			.withMemory(this.settings.memory())
			.withMemorySwap(this.settings.memory())
			.withUlimits(List.of(new Ulimit("nofile", descriptors, descriptors))));
	}

	@Override
	public String describe() {
		return "container of %s with %d MB and %d descriptors, %s".formatted(this.settings.image(),
				this.settings.memory() >> 20, this.settings.fileDescriptors(), this.settings.network());
	}

}
