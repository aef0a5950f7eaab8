package dev.millrace.loadtests.gen;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the generator runs on must not depend on what Spring Boot manages.
 */
class GatlingClassPathTests {

	private final List<String> jars = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
		.splitAsStream(System.getProperty("java.class.path"))
		.map((entry) -> Path.of(entry).getFileName().toString())
		.filter((name) -> name.endsWith(".jar"))
		.toList();

	@Test
	void everyNettyJarHasTheVersionThatGatlingWasBuiltWith() {
		String version = System.getProperty("gatling.netty.version");
		// The native TLS library is released on its own
		List<String> netty = this.jars.stream()
			.filter((jar) -> jar.startsWith("netty-") && !jar.startsWith("netty-tcnative-"))
			.toList();
		assertThat(netty).hasSizeGreaterThan(15).allSatisfy((jar) -> assertThat(jar).contains("-" + version));
	}

	@Test
	void holdsNeitherTheApplicationNorSpring() {
		assertThat(this.jars).isNotEmpty()
			.noneMatch(
					(jar) -> jar.startsWith("spring-") || jar.startsWith("reactor-") || jar.startsWith("millrace-s"));
	}

}
