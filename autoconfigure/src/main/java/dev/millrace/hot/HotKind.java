package dev.millrace.hot;

/**
 * In which way a hot route answers.
 */
public enum HotKind {

	/** Always the same answer, encoded once. */
	CONSTANT,

	/** An answer made at once, on the event loop. */
	IMMEDIATE,

	/** An answer that comes later, without holding a thread. */
	ASYNCHRONOUS,

	/** An answer whose body comes in pieces. */
	STREAMING,

	/** An answer made on a thread that may block. */
	BLOCKING,

	/** Bytes written by the handler itself. */
	RAW;

	/** Whether the answer is there when the handler returns. */
	boolean atOnce() {
		return this == CONSTANT || this == IMMEDIATE || this == RAW;
	}

}
