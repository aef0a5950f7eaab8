package dev.millrace.starter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guards what an application gets by adding the starter.
 */
class StarterDependenciesTests {

	private static final Path STORED = Path.of("dependencies.txt");

	private static final String COMMAND = "mvn -ntp -pl starter -am test -Dtest=StarterDependenciesTests"
			+ " -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.dependencies.write=true";

	private static final List<String> BOOT_STARTERS = List.of("org.springframework.boot:spring-boot-starter-webflux",
			"org.springframework.boot:spring-boot-starter-actuator");

	/** The most that the starter may add over the starters of Boot, in KB. */
	private static final long ROOM = 2 * 1024;

	/** What each jar may have of it, in KB. Raised with a reason in the commit. */
	private static final Map<String, Long> SHARES = Map.of("dev.millrace:millrace-spring-boot-autoconfigure", 1900L,
			"io.netty:netty-transport-native-epoll:linux-aarch_64", 64L);

	/** Optional for the application; some of them change a server by being there. */
	private static final String OPTIONAL = ".*(io_uring|tcnative|quic|brotli|zstd|caffeine|bucket4j|lettuce).*";

	@Test
	void dependenciesAreThoseOfTheStoredList() throws IOException {
		Collection<String> resolved = resolved().files().keySet();
		if (Boolean.getBoolean("millrace.dependencies.write")) {
			Files.write(STORED, resolved);
		}
		assertThat(resolved).as("starter/dependencies.txt differs; where the change is wanted, run: " + COMMAND)
			.containsExactlyElementsOf(Files.readAllLines(STORED));
	}

	@Test
	void nothingOptionalIsAdded() throws IOException {
		assertThat(added().keySet()).isNotEmpty().noneMatch((name) -> name.matches(OPTIONAL));
	}

	@Test
	void noJarIsLargerThanItsShare() throws IOException {
		Map<String, Path> added = added();
		assertThat(added).containsOnlyKeys(SHARES.keySet());
		for (Map.Entry<String, Path> jar : added.entrySet()) {
			assertThat(StarterDependencies.size(List.of(jar.getValue()))).as("bytes of " + jar)
				.isPositive()
				.isLessThanOrEqualTo(SHARES.get(jar.getKey()) * 1024);
		}
		assertThat(SHARES.values().stream().mapToLong(Long::longValue).sum()).isLessThanOrEqualTo(ROOM);
	}

	@Test
	void starterHasNoCodeOfItsOwn() {
		assertThat(Path.of("src/main")).doesNotExist();
	}

	@Test
	void listAndTreeAreUnderstood(@TempDir Path directory) throws IOException {
		Path list = Files.writeString(directory.resolve("list.txt"), """

				The following files have been resolved:
				   a:boot:jar:1:compile:/m2 repo/boot.jar
				   a:shared:jar:1:runtime:/m2 repo/shared.jar\u001B[36m -- module a.shared\u001B[0;1m (auto)\u001B[m
				   a:native:jar:linux-x86_64:1:runtime:/m2 repo/native.jar -- module a.natives
				""");
		Path tree = Files.writeString(directory.resolve("tree.json"), """
				{"groupId": "a", "artifactId": "top", "classifier": "", "children": [
					{"groupId": "a", "artifactId": "native", "classifier": "linux-x86_64", "children": [
						{"groupId": "a", "artifactId": "shared", "classifier": ""}]},
					{"groupId": "a", "artifactId": "boot", "classifier": "", "children": [
						{"groupId": "a", "artifactId": "shared", "classifier": ""},
						{"groupId": "a", "artifactId": "left-out", "classifier": ""}]}]}
				""");
		StarterDependencies dependencies = StarterDependencies.read(list, tree);
		assertThat(dependencies.files()).isEqualTo(new TreeMap<>(Map.of("a:boot", Path.of("/m2 repo/boot.jar"),
				"a:shared", Path.of("/m2 repo/shared.jar"), "a:native:linux-x86_64", Path.of("/m2 repo/native.jar"))));
		assertThat(dependencies.closure(List.of("a:boot"))).containsExactly("a:boot", "a:shared");
		assertThat(dependencies.without(dependencies.closure(List.of("a:boot"))))
			.containsOnlyKeys("a:native:linux-x86_64");
	}

	private static Map<String, Path> added() throws IOException {
		StarterDependencies resolved = resolved();
		Collection<String> boot = resolved.closure(BOOT_STARTERS);
		assertThat(boot).containsAll(BOOT_STARTERS);
		return resolved.without(boot);
	}

	private static StarterDependencies resolved() throws IOException {
		return StarterDependencies.read(Path.of("target/dependencies.txt"), Path.of("target/dependency-tree.json"));
	}

}
