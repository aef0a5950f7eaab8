package dev.millrace.hot;

/**
 * Writes the body of a streamed answer in pieces. Safe for use by one thread at a time.
 */
public interface HotStream {

	/**
	 * Writes a piece.
	 * @param piece the bytes, not to be changed afterwards
	 * @return whether the client keeps up; if not, wait for {@link #onDrained(Runnable)}
	 * before writing more
	 */
	boolean write(byte[] piece);

	/**
	 * Says what to do whenever the client has taken what was written.
	 * @param action what to do, called on the event loop
	 */
	void onDrained(Runnable action);

	/**
	 * Says what to do when the client leaves before the end.
	 * @param action what to do, called on the event loop
	 */
	void onCancel(Runnable action);

	/** Ends the answer. */
	void complete();

	/**
	 * Breaks the answer off: the connection is closed, so that the client does not take
	 * it for whole.
	 * @param cause what went wrong, which is logged
	 */
	void fail(Throwable cause);

}
