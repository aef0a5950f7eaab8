package dev.millrace.loadtests;

import java.io.PrintWriter;

import dev.millrace.loadtests.cli.CalibrateCommand;
import dev.millrace.loadtests.cli.DemoCommand;
import dev.millrace.loadtests.cli.InitCommand;
import dev.millrace.loadtests.cli.ProgramVersion;
import dev.millrace.loadtests.cli.RunCommand;
import dev.millrace.loadtests.process.LaunchException;
import dev.millrace.loadtests.verdict.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The program.
 */
@Command(name = "millrace-load-tests", mixinStandardHelpOptions = true, versionProvider = ProgramVersion.class,
		description = "Puts load on servers and says honestly what came of it.",
		subcommands = { RunCommand.class, CalibrateCommand.class, InitCommand.class, DemoCommand.class },
		exitCodeListHeading = "%nExit codes:%n",
		exitCodeList = { "0:passed", "1:a target was missed", "2:a run was not valid",
				"3:the environment is not as needed, or the server has died", "4:wrong arguments",
				"5:nothing could be verified on this machine" },
		footerHeading = "%nExamples:%n",
		footer = { "  See whether everything works:", "    java -jar millrace-load-tests.jar run --suite smoke",
				"  Stock and Millrace side by side, one minute:", "    java -jar millrace-load-tests.jar demo",
				"  10,000 connections and 100,000 requests a second:",
				"    java -jar millrace-load-tests.jar run --suite targets", "  All peers:",
				"    java -jar millrace-load-tests.jar run --suite compare",
				"  An application of your own, before and after:",
				"    java -jar millrace-load-tests.jar run --suite compare --jar app.jar --path /api/items \\",
				"      --before=\"--millrace.enabled=false\" --after=\"--millrace.enabled=true\"",
				"  A running application, as a file describes:", "    java -jar millrace-load-tests.jar init",
				"    java -jar millrace-load-tests.jar run --url http://localhost:8080 --plan load.yaml" })
public final class LoadTests {

	private static final int HELP_WIDTH = 130;

	private LoadTests() {
	}

	/**
	 * Runs the program.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		System.setProperty("logback.configurationFile", "logback-load-tests.xml");
		System.exit(execute(args));
	}

	static int execute(String... args) {
		CommandLine commandLine = new CommandLine(new LoadTests()).setCaseInsensitiveEnumValuesAllowed(true)
			.setUsageHelpWidth(HELP_WIDTH);
		commandLine.setExitCodeExceptionMapper((failure) -> exitCode(failure).code());
		commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
			command.getErr().println(command.getColorScheme().errorText(String.valueOf(failure.getMessage())));
			if (!(failure instanceof LaunchException || failure instanceof IllegalArgumentException)) {
				failure.printStackTrace(command.getErr());
			}
			return exitCode(failure).code();
		});
		commandLine.setParameterExceptionHandler((failure, parsed) -> {
			PrintWriter err = failure.getCommandLine().getErr();
			err.println(failure.getCommandLine().getColorScheme().errorText(failure.getMessage()));
			UnmatchedArgumentException.printSuggestions(failure, err);
			err.printf("Try '%s --help'.%n", failure.getCommandLine().getCommandSpec().qualifiedName());
			return ExitCode.ARGUMENTS.code();
		});
		return (args.length == 0) ? commandLine.execute("--help") : commandLine.execute(args);
	}

	private static ExitCode exitCode(Throwable failure) {
		return (failure instanceof IllegalArgumentException) ? ExitCode.ARGUMENTS : ExitCode.ENVIRONMENT;
	}

}
