package dev.millrace.loadtests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process whose output goes to a log file and which does not outlive this JVM. Output
 * goes straight to the file, not through this JVM, so that watching a process under load
 * costs nothing.
 */
public final class ChildProcess implements AutoCloseable {

	private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

	private static final Duration GRACE_PERIOD = Duration.ofSeconds(10);

	private static final int LOG_TAIL_LINES = 30;

	private final Process process;

	private final Path log;

	private final Thread shutdownHook = new Thread(this::kill, "kill-child-process");

	private ChildProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/**
	 * Starts a process.
	 * @param command the program and its arguments
	 * @param log the file that takes its standard output and error; replaced when present
	 * @return the running process
	 */
	public static ChildProcess start(List<String> command, Path log) {
		try {
			Files.createDirectories(log.toAbsolutePath().getParent());
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			ChildProcess child = new ChildProcess(process, log);
			Runtime.getRuntime().addShutdownHook(child.shutdownHook);
			process.getOutputStream().close();
			return child;
		}
		catch (IOException ex) {
			throw new LaunchException("Could not start " + command.get(0) + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Waits for a line in the log.
	 * @param pattern what the line must contain
	 * @param timeout how long to wait
	 * @return the first match
	 * @throws LaunchException if the process ends, or time is up, before there is one
	 */
	public MatchResult awaitLine(Pattern pattern, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (true) {
			boolean ended = !this.process.isAlive();
			Matcher matcher = pattern.matcher(completeLines());
			if (matcher.find()) {
				return matcher.toMatchResult();
			}
			if (ended) {
				throw failure(
						"ended with exit code " + this.process.exitValue() + " before it logged '" + pattern + "'");
			}
			if (System.nanoTime() > deadline) {
				throw failure("did not log '" + pattern + "' within " + timeout);
			}
			pause();
		}
	}

	/**
	 * Waits for the end of the process.
	 * @param timeout how long to wait
	 * @return the exit code
	 * @throws LaunchException if it has not ended by then
	 */
	public int awaitExit(Duration timeout) {
		if (!waitFor(timeout)) {
			throw failure("did not end within " + timeout);
		}
		return this.process.exitValue();
	}

	/**
	 * Waits a moment, the interval for polling, or less if the process ends meanwhile.
	 */
	public void pause() {
		waitFor(POLL_INTERVAL);
	}

	/**
	 * Return whether the process is running.
	 * @return whether the process is running
	 */
	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Return the process id.
	 * @return the process id
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Return a failure of this process that shows the end of its log.
	 * @param what what happened, to follow the word 'Process'
	 * @return the exception to throw
	 */
	public LaunchException failure(String what) {
		List<String> lines = completeLines().lines().toList();
		String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
		return new LaunchException("Process %d %s. Log %s ends with:%n%s".formatted(pid(), what, this.log, tail));
	}

	/**
	 * Asks the process to end, and kills it when it does not do so in time.
	 */
	@Override
	public void close() {
		close(GRACE_PERIOD);
	}

	void close(Duration gracePeriod) {
		this.process.destroy();
		try {
			waitFor(gracePeriod);
		}
		finally {
			kill();
		}
		try {
			Runtime.getRuntime().removeShutdownHook(this.shutdownHook);
		}
		catch (IllegalStateException ex) {
			// The JVM is shutting down, the process is dead already
		}
	}

	private void kill() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
	}

	private boolean waitFor(Duration timeout) {
		try {
			return this.process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new LaunchException("Interrupted while waiting for process " + pid(), ex);
		}
	}

	private String completeLines() {
		try {
			String text = new String(Files.readAllBytes(this.log), StandardCharsets.UTF_8);
			return text.substring(0, text.lastIndexOf('\n') + 1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
