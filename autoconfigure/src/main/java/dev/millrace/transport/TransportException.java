package dev.millrace.transport;

/**
 * Thrown at the start when the machine or the chosen transport does not support a
 * setting. Ends the start with a report that names the property.
 */
public class TransportException extends RuntimeException {

	private final String property;

	private final Object value;

	/**
	 * Creates an exception.
	 * @param property the name of what was asked for, below {@code millrace.transport}
	 * @param value the value that was asked for
	 * @param reason why it cannot be had, and what to write instead
	 */
	public TransportException(String property, Object value, String reason) {
		super(reason);
		this.property = property;
		this.value = value;
	}

	/**
	 * Returns the name of what was asked for.
	 * @return the name, such as {@code tcp.fast-open}
	 */
	public String property() {
		return this.property;
	}

	/**
	 * Returns the value that was asked for.
	 * @return the value
	 */
	public Object value() {
		return this.value;
	}

}
