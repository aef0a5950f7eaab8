package dev.millrace.loadtests.gen;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.loadtests.gen.openloop.OpenLoop;
import dev.millrace.loadtests.process.JavaCommand;

/**
 * The generator of our own, in a JVM of its own. Needs nothing installed, keeps to a
 * schedule and can pipeline.
 *
 * @param classPath its class path
 * @param threads how many threads it may use
 */
public record OwnGenerator(String classPath, int threads) implements Generator {

	private static final String PROGRESS = "PROGRESS ";

	private static final String RESULT = "RESULT ";

	private static final ObjectMapper MAPPER = new ObjectMapper();

	/**
	 * Creates a generator that has the class path of this JVM.
	 * @param threads how many threads it may use
	 * @return the generator
	 */
	public static OwnGenerator ofThisClassPath(int threads) {
		return new OwnGenerator(System.getProperty("java.class.path"), threads);
	}

	@Override
	public String name() {
		return "own generator";
	}

	@Override
	public List<String> command(Load load) {
		List<String> arguments = new ArrayList<>();
		arguments.add(load.url().toString());
		arguments.add(String.valueOf(load.connections()));
		arguments.add(String.valueOf(load.pipelining()));
		arguments.add(String.valueOf(load.rate()));
		arguments.add(load.warmUp().toString());
		arguments.add(load.duration().toString());
		arguments.add(String.valueOf(this.threads));
		return JavaCommand.mainClass(this.classPath, OpenLoop.class.getName())
			.withJvmArguments(
					List.of("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-Dio.netty.tryReflectionSetAccessible=false"))
			.withArguments(arguments)
			.toList();
	}

	@Override
	public Optional<Answers> progress(String output) {
		return output.lines()
			.filter((line) -> line.startsWith(PROGRESS))
			.reduce((earlier, later) -> later)
			.map((line) -> line.split(" ", -1))
			.map((words) -> new Answers(Double.parseDouble(words[1]), Long.parseLong(words[2]),
					Long.parseLong(words[3])));
	}

	@Override
	public Optional<LoadResult> result(String output) {
		return output.lines().filter((line) -> line.startsWith(RESULT)).findFirst().map((line) -> {
			try {
				return MAPPER.readValue(line.substring(RESULT.length()), LoadResult.class);
			}
			catch (JsonProcessingException ex) {
				throw new IllegalStateException("Unreadable result: " + line, ex);
			}
		});
	}

}
