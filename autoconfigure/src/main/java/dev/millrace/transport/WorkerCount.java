package dev.millrace.transport;

import java.util.Locale;

/**
 * How many event loops the server has.
 *
 * @param requested what was asked for
 * @param value the number of loops, at least 1
 */
public record WorkerCount(String requested, int value) {

	private static final String EXPECTED = "write 'auto', a number such as 4, a multiple of the processors such as 2x,"
			+ " or cpus-1 to leave one processor free";

	/**
	 * Reads a number of event loops.
	 * @param text {@code auto}, a number, {@code 2x} or {@code cpus-1}
	 * @param processors the processors that the JVM may use
	 * @return the number of event loops
	 * @throws IllegalArgumentException if the text is none of these or there would be no
	 * loop
	 */
	public static WorkerCount parse(String text, int processors) {
		String form = text.strip().toLowerCase(Locale.ROOT);
		int value = value(form, processors);
		if (value < 1) {
			throw new IllegalArgumentException("makes %d workers of %d processors, but there must be at least 1: %s"
				.formatted(value, processors, EXPECTED));
		}
		return new WorkerCount(form, value);
	}

	private static int value(String form, int processors) {
		try {
			if (form.equals("auto")) {
				return processors;
			}
			if (form.endsWith("x")) {
				return (int) Math.round(Double.parseDouble(form.substring(0, form.length() - 1)) * processors);
			}
			if (form.startsWith("cpus-")) {
				return processors - Integer.parseUnsignedInt(form.substring("cpus-".length()));
			}
			return Integer.parseInt(form);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("is not a number of workers: " + EXPECTED, ex);
		}
	}

}
