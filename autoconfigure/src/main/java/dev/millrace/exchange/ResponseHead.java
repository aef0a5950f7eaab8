package dev.millrace.exchange;

import java.util.function.IntConsumer;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Status and headers of a response on its way out. Valid only during the call that
 * receives it. Headers that frame the message ({@code Content-Length},
 * {@code Transfer-Encoding}, {@code Connection}) are not to be changed: replace the
 * answer instead.
 */
public final class ResponseHead {

	private final HttpResponse response;

	private final IntConsumer bodyWanted;

	private int filter;

	ResponseHead(HttpResponse response, IntConsumer bodyWanted) {
		this.response = response;
		this.bodyWanted = bodyWanted;
	}

	/** The filter at this place is about to see the head. */
	void shownTo(int newFilter) {
		this.filter = newFilter;
	}

	/**
	 * Says that the filter that is shown this head wants to see the body of this
	 * response: {@link ExchangeFilter#onResponseBody} is called for it. Without this the
	 * body is not shown, and files are sent by the kernel.
	 * @throws IllegalStateException if the filter does not have
	 * {@link Need#RESPONSE_BODY} among its needs
	 */
	public void wantBody() {
		this.bodyWanted.accept(this.filter);
	}

	/**
	 * Returns the status code.
	 * @return the code, such as 200
	 */
	public int status() {
		return this.response.status().code();
	}

	/**
	 * Changes the status code.
	 * @param status the new code
	 */
	public void status(int status) {
		this.response.setStatus(HttpResponseStatus.valueOf(status));
	}

	/**
	 * Returns the first value of a header.
	 * @param name name of the header, in any case
	 * @return the value, or {@code null}
	 */
	public @Nullable String header(CharSequence name) {
		return this.response.headers().get(name);
	}

	/**
	 * Sets a header, replacing all its values.
	 * @param name name of the header
	 * @param value the value
	 */
	public void setHeader(CharSequence name, CharSequence value) {
		this.response.headers().set(name, value);
	}

	/**
	 * Adds a value to a header.
	 * @param name name of the header
	 * @param value the value
	 */
	public void addHeader(CharSequence name, CharSequence value) {
		this.response.headers().add(name, value);
	}

	/**
	 * Removes a header.
	 * @param name name of the header
	 */
	public void removeHeader(CharSequence name) {
		this.response.headers().remove(name);
	}

	/**
	 * Copies the headers.
	 * @return a copy that outlives this call
	 */
	public HttpHeaders copyHeaders() {
		return this.response.headers().copy();
	}

}
