package dev.millrace.transport;

import java.util.Locale;

/**
 * What became of the installation of Millrace's handlers.
 */
public enum PipelineStatus {

	/** No connection was opened yet. */
	PENDING,

	/** Millrace's handlers are in the pipelines. */
	MILLRACE,

	/** A pipeline looked otherwise than expected; such connections go without. */
	UNKNOWN;

	/**
	 * Returns the name used in reports.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
