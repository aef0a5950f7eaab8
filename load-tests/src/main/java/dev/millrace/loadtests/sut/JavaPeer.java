package dev.millrace.loadtests.sut;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.millrace.loadtests.process.JavaCommand;

/**
 * Another server in Java, on a class path of its own.
 *
 * @param name a short name
 * @param description what it is
 * @param libraries the folder of its libraries
 * @param mainClass its program, in the package of the peers
 * @param minimumJava the lowest version of Java it runs on
 * @param checksPaths whether it answers what is asked for, or anything
 */
public record JavaPeer(String name, String description, String libraries, String mainClass, int minimumJava,
		boolean checksPaths) implements Sut {

	@Override
	public String path() {
		return "/plaintext";
	}

	@Override
	public Optional<String> unavailable() {
		int java = Runtime.version().feature();
		return (java < this.minimumJava)
				? Optional.of("needs Java %d, this is Java %d".formatted(this.minimumJava, java)) : Optional.empty();
	}

	@Override
	public Server start(Launch launch) {
		Path folder = launch.layout().peers();
		Path jar = Layout.required(folder.resolve("millrace-load-test-peers.jar"));
		Path lib = Layout.required(folder.resolve("lib").resolve(this.libraries));
		String classPath = jar + File.pathSeparator + lib + File.separator + "*";
		List<String> command = JavaCommand.mainClass(classPath, "dev.millrace.loadtests.peers." + this.mainClass)
			.withJvmArguments(JvmFlags.SAME_FOR_ALL)
			.toList();
		return ForkedServer.start(launch.placement().server(command), launch.log(this), Launch.TIMEOUT);
	}

	@Override
	public List<String> problems(Server server, Launch launch) {
		return this.checksPaths ? Sut.super.problems(server, launch) : List.of();
	}

}
