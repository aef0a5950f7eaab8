package dev.millrace.loadtests.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/**
 * A program for tests that does what its arguments say, one after the other.
 */
final class TestProgram {

	private TestProgram() {
	}

	static List<String> command(String... steps) {
		return JavaCommand.mainClass(System.getProperty("java.class.path"), TestProgram.class.getName())
			.withArguments(List.of(steps))
			.toList();
	}

	public static void main(String[] steps) throws Exception {
		for (String step : steps) {
			String argument = step.substring(step.indexOf(':') + 1);
			switch (step.substring(0, step.indexOf(':'))) {
				case "print" -> System.out.println(argument);
				case "exit" -> System.exit(Integer.parseInt(argument));
				case "ignore" -> Runtime.getRuntime().addShutdownHook(new Thread(TestProgram::waitForever));
				case "wait" -> waitForever();
				case "child" -> startChild(Path.of(argument));
				default -> throw new IllegalArgumentException(step);
			}
		}
	}

	private static void startChild(Path log) {
		ChildProcess child = ChildProcess.start(command("print:up", "wait:"), log);
		child.awaitLine(Pattern.compile("up"), Duration.ofSeconds(20));
		System.out.println("child " + child.pid());
	}

	private static void waitForever() {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
