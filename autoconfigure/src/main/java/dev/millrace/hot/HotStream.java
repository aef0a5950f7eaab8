package dev.millrace.hot;

import java.util.function.Consumer;

/**
 * Writes the body of a streamed answer in pieces. Safe for use by one thread at a time.
 *
 * <pre class="code">
 * stream.onDrained(() -&gt; {
 *     while (rows.hasNext() &amp;&amp; stream.write(rows.next())) {
 *     }
 *     if (!rows.hasNext()) {
 *         stream.complete();
 *     }
 * });
 * </pre>
 */
public interface HotStream {

	/**
	 * Writes a piece. It goes out with the next {@link #flush()}, at the end, or when a
	 * few kilobytes have come together.
	 * @param piece the bytes
	 * @return whether the client keeps up; if not, wait for {@link #onDrained(Runnable)}
	 * before writing more: further pieces are accepted and kept in memory
	 */
	boolean write(byte[] piece);

	/**
	 * Sends what was written.
	 * @return whether the client keeps up
	 */
	boolean flush();

	/**
	 * Sets an action that runs whenever the client can take more: at once, if it can now,
	 * and each time that it has taken what was sent. Never called while it is running,
	 * nor after the end; called on the event loop but for the first time.
	 * @param action what to do
	 */
	void onDrained(Runnable action);

	/**
	 * Says what to do when the answer cannot be sent to its end because the client left.
	 * @param action told the reason, once
	 */
	void onError(Consumer<? super Throwable> action);

	/** Sends what was written and ends the answer. */
	void complete();

	/**
	 * Breaks the answer off: the connection is closed, so that the client does not take
	 * it for whole.
	 * @param cause what went wrong, which is logged
	 */
	void fail(Throwable cause);

}
