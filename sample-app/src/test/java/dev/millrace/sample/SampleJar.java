package dev.millrace.sample;

import java.nio.file.Path;

/**
 * Executable jars that the build made.
 */
enum SampleJar {

	PLAIN("sample.jar"), IO_URING("sample.io-uring.jar");

	private final Path path;

	SampleJar(String property) {
		this.path = Path.of(System.getProperty(property));
	}

	Path path() {
		return this.path;
	}

}
