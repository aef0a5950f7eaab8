package dev.millrace.loadtests.cli;

import java.io.Console;
import java.io.PrintStream;

import dev.millrace.loadtests.measure.Progress;

/**
 * Writes to the terminal. The live line is for people: where the output is no terminal,
 * it is left out.
 */
final class TerminalProgress implements Progress {

	private static final int WIDTH = 100;

	private final PrintStream out;

	private final boolean watched;

	private String last = "";

	/**
	 * Creates a progress.
	 * @param out where to write
	 * @param watched whether the output is a terminal
	 */
	TerminalProgress(PrintStream out, boolean watched) {
		this.out = out;
		this.watched = watched;
	}

	static TerminalProgress ofThisTerminal() {
		boolean person = System.getenv("CI") == null && System.getenv("TERM") != null
				&& !"dumb".equals(System.getenv("TERM"));
		return new TerminalProgress(System.out, person && isTerminal());
	}

	/**
	 * Since Java 22 there is a console even where there is no terminal.
	 */
	@SuppressWarnings("SystemConsoleNull")
	private static boolean isTerminal() {
		Console console = System.console();
		if (console == null) {
			return false;
		}
		try {
			return (boolean) Console.class.getMethod("isTerminal").invoke(console);
		}
		catch (ReflectiveOperationException ex) {
			return true;
		}
	}

	@Override
	public void note(String text) {
		clear();
		this.out.println(text);
	}

	@Override
	public void live(String text) {
		if (this.watched && !text.equals(this.last)) {
			String line = (text.length() > WIDTH) ? text.substring(0, WIDTH) : text;
			this.out.print("\r" + line + " ".repeat(Math.max(0, this.last.length() - line.length())));
			this.out.flush();
			this.last = line;
		}
	}

	private void clear() {
		if (!this.last.isEmpty()) {
			this.out.print("\r" + " ".repeat(this.last.length()) + "\r");
			this.last = "";
		}
	}

}
