package dev.millrace.loadtests.sut;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An executable jar of Spring Boot.
 *
 * @param name a short name
 * @param description what it is
 * @param jar the file, absent for the sample application
 * @param path what to ask for
 * @param arguments the command line
 * @param tuned whether Millrace must be in force
 * @param checked whether it answers what the sample application answers
 */
public record SpringBootJar(String name, String description, @Nullable Path jar, String path, List<String> arguments,
		boolean tuned, boolean checked) implements Sut {

	/**
	 * Return this server with more arguments.
	 * @param more what to add to the command line
	 * @return the server
	 */
	public SpringBootJar withArguments(List<String> more) {
		List<String> all = new ArrayList<>(this.arguments);
		all.addAll(more);
		return new SpringBootJar(this.name, this.description, this.jar, this.path, all, this.tuned, this.checked);
	}

	/**
	 * Return this server under another name and asked for something else.
	 * @param name the name
	 * @param path the path
	 * @return the server
	 */
	public SpringBootJar at(String name, String path) {
		return new SpringBootJar(name, this.description, this.jar, path, this.arguments, this.tuned, this.checked);
	}

	@Override
	public Server start(Launch launch) {
		Path file = Layout.required((this.jar != null) ? this.jar : launch.layout().sampleApp());
		List<String> all = new ArrayList<>(this.arguments);
		all.add("--server.port=0");
		return launch.jars().start(file, all, launch.placement(), launch.log(this));
	}

	@Override
	public List<String> problems(Server server, Launch launch) {
		List<String> problems = new ArrayList<>();
		if (this.checked) {
			problems.addAll(Sut.super.problems(server, launch));
		}
		if (this.tuned) {
			problems.addAll(TuningCheck.problems(server.baseUrl(), launch.placement().server().size()));
		}
		return problems;
	}

}
