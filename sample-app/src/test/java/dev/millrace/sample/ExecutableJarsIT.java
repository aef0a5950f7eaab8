package dev.millrace.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Content of the two executable jars.
 */
class ExecutableJarsIT {

	private static final String LIBRARIES = "BOOT-INF/lib/";

	@Test
	void plainJarIsExecutable() throws IOException {
		try (JarFile jar = new JarFile(SampleJar.PLAIN.path().toFile())) {
			assertThat(jar.getManifest().getMainAttributes().getValue("Start-Class"))
				.isEqualTo(SampleApplication.class.getName());
		}
	}

	/** Java 24 and newer warn of native libraries that no manifest allows (JEP 472). */
	@ParameterizedTest
	@EnumSource
	void nativeLibrariesAreAllowed(SampleJar sampleJar) throws IOException {
		try (JarFile jar = new JarFile(sampleJar.path().toFile())) {
			assertThat(jar.getManifest().getMainAttributes().getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
		}
	}

	@Test
	void plainJarCarriesEpollForBothProcessorsButNoIoUring() {
		assertThat(entries(SampleJar.PLAIN))
			.anyMatch((name) -> name.matches(LIBRARIES + "netty-transport-native-epoll-.*-linux-x86_64\\.jar"))
			.anyMatch((name) -> name.matches(LIBRARIES + "netty-transport-native-epoll-.*-linux-aarch_64\\.jar"))
			.noneMatch((name) -> name.contains("uring"));
	}

	@Test
	void ioUringJarCarriesIoUringForBothProcessorsAndNothingElseInAddition() {
		Set<String> added = entries(SampleJar.IO_URING);
		Set<String> plain = entries(SampleJar.PLAIN);
		assertThat(added).containsAll(plain);
		added.removeAll(plain);
		assertThat(added).hasSize(3)
			.anyMatch((name) -> name.matches(LIBRARIES + "netty-transport-classes-io_uring-.*\\.jar"))
			.anyMatch((name) -> name.matches(LIBRARIES + "netty-transport-native-io_uring-.*-linux-x86_64\\.jar"))
			.anyMatch((name) -> name.matches(LIBRARIES + "netty-transport-native-io_uring-.*-linux-aarch_64\\.jar"));
	}

	private static Set<String> entries(SampleJar sampleJar) {
		try (JarFile jar = new JarFile(sampleJar.path().toFile())) {
			return jar.stream().map(ZipEntry::getName).collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
