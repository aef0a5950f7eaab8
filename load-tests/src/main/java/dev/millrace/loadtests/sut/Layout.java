package dev.millrace.loadtests.sut;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.millrace.loadtests.process.LaunchException;

/**
 * Where the build has put things.
 *
 * @param target the build folder of the load tests; nothing is written anywhere else
 * @param sampleApp the executable jar of the sample application
 * @param peers the build folder of the servers to compare with
 */
public record Layout(Path target, Path sampleApp, Path peers) {

	/**
	 * Finds everything from where this program lies.
	 * @return the layout
	 */
	public static Layout locate() {
		try {
			Path code = Path.of(Layout.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			Path module = code.resolve("../..").toAbsolutePath().normalize();
			Path target = module.resolve("target");
			return new Layout(target, sampleApp(module.resolveSibling("sample-app/target")),
					module.resolve("peers/target"));
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Path sampleApp(Path folder) {
		if (!Files.isDirectory(folder)) {
			return folder.resolve("millrace-sample-app.jar");
		}
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(
					(file) -> file.getFileName().toString().matches("millrace-sample-app-[\\w.]+(-SNAPSHOT)?\\.jar"))
				.findFirst()
				.orElse(folder.resolve("millrace-sample-app.jar"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return this layout with another application in the place of the sample.
	 * @param jar an executable jar
	 * @return the layout
	 */
	public Layout withSampleApp(Path jar) {
		return new Layout(this.target, jar.toAbsolutePath(), this.peers);
	}

	/**
	 * Return a file, which must have been built.
	 * @param file the file
	 * @return the same file
	 */
	static Path required(Path file) {
		if (!Files.exists(file)) {
			throw new LaunchException("There is no " + file + "; build it with 'mvn -ntp verify'");
		}
		return file;
	}

}
