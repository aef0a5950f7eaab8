package dev.millrace.loadtests.cli;

import java.io.PrintStream;

import dev.millrace.loadtests.measure.Progress;

/**
 * Writes to the terminal. The live line is for people: where nobody watches, it is left
 * out.
 */
final class TerminalProgress implements Progress {

	private static final int WIDTH = 100;

	private final PrintStream out;

	private final boolean watched;

	private String last = "";

	/**
	 * Creates a progress.
	 * @param out where to write
	 * @param watched whether somebody watches
	 */
	TerminalProgress(PrintStream out, boolean watched) {
		this.out = out;
		this.watched = watched;
	}

	static TerminalProgress ofThisTerminal() {
		boolean ci = System.getenv("CI") != null || "dumb".equals(System.getenv("TERM"));
		return new TerminalProgress(System.out, !ci && System.console() != null);
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
