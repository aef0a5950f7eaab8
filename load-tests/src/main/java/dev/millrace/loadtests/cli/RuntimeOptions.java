package dev.millrace.loadtests.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

import dev.millrace.loadtests.container.ContainerLauncher;
import dev.millrace.loadtests.container.ContainerSettings;
import dev.millrace.loadtests.container.ContainerSettings.Network;
import dev.millrace.loadtests.container.Docker;
import dev.millrace.loadtests.sut.JarLauncher;
import picocli.CommandLine.Option;

/**
 * Where the sample application runs.
 */
final class RuntimeOptions {

	@Option(names = "--runtime", paramLabel = "auto|jvm|container", defaultValue = "jvm",
			description = "Where the sample application runs: as a process (jvm, the default), in a container, "
					+ "or in a container where there is Docker (auto). For the suites smoke and targets.")
	private Kind kind = Kind.JVM;

	@Option(names = "--container-image", paramLabel = "IMAGE", defaultValue = "${sys:container.image:-}",
			description = "A JRE of the same Java version as this one; also as -Dcontainer.image. "
					+ "Unless named, the public image of Eclipse Temurin.")
	private String image = "";

	@Option(names = "--container-network", paramLabel = "host|address", defaultValue = "host",
			description = "How the load gets into the container: over the host's network, "
					+ "or to the container's own address.")
	private Network network = Network.HOST;

	/**
	 * Chooses where the application runs.
	 * @param folder where notes of the tools may go
	 * @return the choice
	 */
	Choice choose(Path folder) {
		if (this.kind == Kind.JVM) {
			return new Choice(JarLauncher.forked("jvm"), Optional.empty());
		}
		ContainerSettings settings = ContainerSettings.of(this.image, this.network);
		Optional<String> reason = Docker.unavailable(settings.image(), folder);
		if (reason.isEmpty()) {
			return new Choice(new ContainerLauncher(settings), Optional.empty());
		}
		JarLauncher plain = JarLauncher.forked("jvm, because " + reason.get());
		return new Choice(plain, (this.kind == Kind.AUTO) ? Optional.empty() : reason);
	}

	void requireSuite(String suite) {
		if (this.kind == Kind.CONTAINER && !suite.equals("smoke") && !suite.equals("targets")) {
			throw new IllegalArgumentException("--runtime container goes with --suite smoke or targets");
		}
	}

	/**
	 * What was chosen.
	 *
	 * @param jars where executable jars run
	 * @param skipped why nothing can run at all
	 */
	record Choice(JarLauncher jars, Optional<String> skipped) {
	}

	/**
	 * Where an application can run.
	 */
	enum Kind {

		AUTO, JVM, CONTAINER;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
