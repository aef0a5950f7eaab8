package dev.millrace.exchange;

/**
 * What an {@link ExchangeFilter} decides about a request: to pass it on, to
 * {@linkplain Answer answer} it, to close the connection without an answer, to read the
 * body first, or to {@linkplain Suspension wait}.
 */
public sealed interface Verdict permits Verdict.Pass, Verdict.Close, Verdict.Body, Suspension, Answer {

	/**
	 * Ask the next filter; behind the last one, give the request to the application.
	 */
	Verdict PASS = new Pass();

	/** Close the connection (on HTTP/2, reset the stream) without an answer. */
	Verdict CLOSE = new Close();

	/**
	 * Read the body of the request and ask again through
	 * {@link ExchangeFilter#onBody(Exchange, io.netty.buffer.ByteBuf)}.
	 * @param limit most bytes to hold; a longer body is answered with 413
	 * @return the verdict
	 */
	static Verdict body(int limit) {
		return new Body(limit);
	}

	/**
	 * Go on to the next filter.
	 */
	final class Pass implements Verdict {

		private Pass() {
		}

	}

	/**
	 * Close without an answer.
	 */
	final class Close implements Verdict {

		private Close() {
		}

	}

	/**
	 * Look at the body first.
	 *
	 * @param limit most bytes to hold
	 */
	record Body(int limit) implements Verdict {
	}

}
