package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An answer of a hot route. Immutable; headers that frame the message are set by
 * Millrace.
 */
public final class HotResponse {

	/** Type of text answers: with the charset, as WebFlux sends it. */
	private static final String TEXT = "text/plain;charset=UTF-8";

	private static final String JSON = "application/json";

	private static final byte[] NO_BODY = new byte[0];

	private static final HotResponse OK = new HotResponse(200, List.of(), null, NO_BODY, null);

	private final int status;

	private final List<String> headers;

	private final @Nullable String contentType;

	private final byte[] body;

	private final @Nullable Object json;

	private HotResponse(int status, List<String> headers, @Nullable String contentType, byte[] body,
			@Nullable Object json) {
		this.status = status;
		this.headers = headers;
		this.contentType = contentType;
		this.body = body;
		this.json = json;
	}

	/**
	 * Answers 200 with text in UTF-8. {@code X-Content-Type-Options: nosniff} forbids
	 * browsers to guess another type.
	 * @param text the text
	 * @return the answer
	 */
	public static HotResponse text(String text) {
		return new HotResponse(200, List.of(), TEXT, text.getBytes(StandardCharsets.UTF_8), null);
	}

	/**
	 * Answers 200 with a value, written by the application's JSON mapper.
	 * @param value the value
	 * @return the answer
	 */
	public static HotResponse json(@Nullable Object value) {
		if (value == null) {
			return bytes("null".getBytes(StandardCharsets.US_ASCII), JSON);
		}
		return new HotResponse(200, List.of(), JSON, NO_BODY, value);
	}

	/**
	 * Answers 200 with bytes.
	 * @param bytes the bytes, not to be changed afterwards
	 * @param contentType type of the body
	 * @return the answer
	 */
	public static HotResponse bytes(byte[] bytes, String contentType) {
		return new HotResponse(200, List.of(), HeaderCheck.value(contentType), bytes, null);
	}

	/**
	 * Redirects the client.
	 * @param status status code, 301, 302, 303, 307 or 308
	 * @param location value of {@code Location}, sent as it is
	 * @return the answer
	 */
	public static HotResponse redirect(int status, String location) {
		return status(status).header("location", location);
	}

	/**
	 * Answers without a body.
	 * @param status status code, 200 to 599
	 * @return the answer
	 */
	public static HotResponse status(int status) {
		return OK.withStatus(status);
	}

	/**
	 * Changes the status. Answers with 204, 205 and 304 go out without their bodies.
	 * @param newStatus status code, 200 to 599
	 * @return the changed copy
	 */
	public HotResponse withStatus(int newStatus) {
		if (newStatus < 200 || newStatus > 599) {
			throw new IllegalArgumentException("status: " + newStatus + " (expected: 200 to 599)");
		}
		return new HotResponse(newStatus, this.headers, this.contentType, this.body, this.json);
	}

	/**
	 * Adds a header.
	 * @param name its name, a token
	 * @param value its value, without control characters; characters beyond Latin-1 are
	 * sent as question marks
	 * @return the changed copy
	 * @throws IllegalArgumentException if name or value could break the message
	 */
	public HotResponse header(String name, String value) {
		HeaderCheck.name(name);
		List<String> more = new ArrayList<>(this.headers);
		more.add(name);
		more.add(HeaderCheck.value(value));
		return new HotResponse(this.status, List.copyOf(more), this.contentType, this.body, this.json);
	}

	/**
	 * Returns the status.
	 * @return the code
	 */
	public int status() {
		return this.status;
	}

	/** Names and values of the added headers in turn. */
	List<String> headers() {
		return this.headers;
	}

	/** Whether a header was added, whatever the case of its name. */
	boolean hasHeader(String name) {
		for (int i = 0; i < this.headers.size(); i += 2) {
			if (this.headers.get(i).equalsIgnoreCase(name)) {
				return true;
			}
		}
		return false;
	}

	@Nullable String contentType() {
		return this.contentType;
	}

	byte[] body() {
		return this.body;
	}

	@Nullable Object json() {
		return this.json;
	}

}
