package dev.millrace.loadtests.sut;

import java.nio.file.Path;
import java.time.Duration;

import dev.millrace.loadtests.machine.Placement;

/**
 * What a server needs to know to start.
 *
 * @param layout where the programs are
 * @param placement the processors it may use
 * @param directory where logs and other files go
 * @param jars where executable jars run
 */
public record Launch(Layout layout, Placement placement, Path directory, JarLauncher jars) {

	/** How long a server may take until it listens. */
	public static final Duration TIMEOUT = Duration.ofMinutes(1);

	Path log(Sut sut) {
		return this.directory.resolve(sut.name() + ".log");
	}

}
