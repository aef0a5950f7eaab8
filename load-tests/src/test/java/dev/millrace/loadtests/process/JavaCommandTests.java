package dev.millrace.loadtests.process;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JavaCommandTests {

	@Test
	void runsAJarOnTheJavaOfThisJvm() {
		List<String> command = JavaCommand.jar(Path.of("app.jar")).toList();
		assertThat(command).hasSize(3).endsWith("-jar", "app.jar");
		assertThat(Path.of(command.get(0))).isExecutable().startsWithRaw(Path.of(System.getProperty("java.home")));
	}

	@Test
	void putsJvmArgumentsBeforeAndArgumentsAfterTheProgram() {
		JavaCommand command = JavaCommand.mainClass("a.jar:b.jar", "com.example.Main")
			.withJvmArguments(List.of("-Xmx1g"))
			.withArguments(List.of("--verbose"));
		assertThat(command.toList()).endsWith("-Xmx1g", "-cp", "a.jar:b.jar", "com.example.Main", "--verbose");
	}

}
