package dev.millrace.loadtests.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The command {@code init}.
 */
@Command(name = "init", mixinStandardHelpOptions = true, versionProvider = ProgramVersion.class,
		abbreviateSynopsis = true, description = "Writes a load.yaml to begin with, for an application of your own.")
public final class InitCommand implements Callable<Integer> {

	@Parameters(arity = "0..1", defaultValue = "load.yaml", description = "The file, load.yaml unless named.")
	private Path file = Path.of("load.yaml");

	@Override
	public Integer call() throws IOException {
		if (Files.exists(this.file)) {
			throw new IllegalArgumentException(this.file + " exists and is left as it is");
		}
		try (InputStream template = InitCommand.class.getResourceAsStream("/load.yaml")) {
			if (template == null) {
				throw new IllegalStateException("No load.yaml");
			}
			Files.copy(template, this.file);
		}
		System.out.printf("Wrote %s. Next: run --url http://localhost:8080 --plan %s%n", this.file, this.file);
		return 0;
	}

}
