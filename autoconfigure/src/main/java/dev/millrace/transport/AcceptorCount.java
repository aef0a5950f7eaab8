package dev.millrace.transport;

import java.util.Locale;

/**
 * How many listeners share the port of the server.
 *
 * @param requested what was asked for
 * @param value 1, or as many as there are event loops
 */
public record AcceptorCount(String requested, int value) {

	/**
	 * Reads a number of acceptors.
	 * @param text {@code 1}, {@code workers} or the number of workers
	 * @param workers the number of event loops
	 * @return the number of acceptors
	 * @throws IllegalArgumentException if the text is none of these
	 */
	public static AcceptorCount parse(String text, int workers) {
		String form = text.strip().toLowerCase(Locale.ROOT);
		if (form.equals("workers") || form.equals(String.valueOf(workers))) {
			return new AcceptorCount(form, workers);
		}
		if (form.equals("1")) {
			return new AcceptorCount(form, 1);
		}
		throw new IllegalArgumentException(
				"is neither 1 nor the number of workers, which is %d: with any other number some".formatted(workers)
						+ " workers would get no connection or more than their share; write 1 or 'workers'");
	}

}
