package dev.millrace.loadtests.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line for another JVM of the Java installation that runs this one.
 *
 * @param jvmArguments options of the JVM
 * @param program what to run: {@code -jar} with a file, or {@code -cp} with a class path
 * and a main class
 * @param arguments arguments of the program
 */
public record JavaCommand(List<String> jvmArguments, List<String> program, List<String> arguments) {

	/**
	 * Creates a command from copies of its parts.
	 */
	public JavaCommand {
		jvmArguments = List.copyOf(jvmArguments);
		program = List.copyOf(program);
		arguments = List.copyOf(arguments);
	}

	/**
	 * Return the command that runs an executable jar.
	 * @param jar the file
	 * @return the command
	 */
	public static JavaCommand jar(Path jar) {
		return new JavaCommand(List.of(), List.of("-jar", jar.toString()), List.of());
	}

	/**
	 * Return the command that runs a class.
	 * @param classPath the class path
	 * @param mainClass the name of the class
	 * @return the command
	 */
	public static JavaCommand mainClass(String classPath, String mainClass) {
		return new JavaCommand(List.of(), List.of("-cp", classPath, mainClass), List.of());
	}

	/**
	 * Return this command with other options of the JVM.
	 * @param jvmArguments the options
	 * @return the command
	 */
	public JavaCommand withJvmArguments(List<String> jvmArguments) {
		return new JavaCommand(jvmArguments, this.program, this.arguments);
	}

	/**
	 * Return this command with other arguments of the program.
	 * @param arguments the arguments
	 * @return the command
	 */
	public JavaCommand withArguments(List<String> arguments) {
		return new JavaCommand(this.jvmArguments, this.program, arguments);
	}

	/**
	 * Return the command as a process takes it.
	 * @return the {@code java} program and all its arguments
	 */
	public List<String> toList() {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(this.jvmArguments);
		command.addAll(this.program);
		command.addAll(this.arguments);
		return command;
	}

}
