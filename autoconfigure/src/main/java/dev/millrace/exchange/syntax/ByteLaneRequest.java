package dev.millrace.exchange.syntax;

import java.util.Arrays;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * A request with a {@linkplain ByteLaneHead plain head}: it breaks no rule, has no body
 * and leaves the connection open. Makes objects of its header fields only when they are
 * asked for. Confined to the event loop.
 */
public final class ByteLaneRequest extends DefaultHttpRequest {

	private final byte[] head;

	private final int fieldsStart;

	private final boolean forwarded;

	private final HttpHeadersFactory factory;

	private @Nullable HttpHeaders headers;

	private ByteLaneRequest(byte[] head, String target, boolean isHead, int fieldsStart, boolean forwarded,
			HttpHeadersFactory factory) {
		super(HttpVersion.HTTP_1_1, isHead ? HttpMethod.HEAD : HttpMethod.GET, target, EmptyHttpHeaders.INSTANCE,
				false);
		this.head = head;
		this.fieldsStart = fieldsStart;
		this.forwarded = forwarded;
		this.factory = factory;
	}

	/**
	 * Copies a head.
	 * @param bytes the bytes
	 * @param from where the head begins
	 * @param read the parsed head
	 * @param factory makes headers
	 * @return the request
	 */
	public static ByteLaneRequest copy(byte[] bytes, int from, ByteLaneHead read, HttpHeadersFactory factory) {
		return new ByteLaneRequest(Arrays.copyOfRange(bytes, from, read.end()),
				HeadFields.ascii(bytes, read.targetStart(), read.targetEnd()), read.head(), read.fieldsStart() - from,
				read.forwarded(), factory);
	}

	/** The head as the client sent it, not to be changed. */
	public byte[] head() {
		return this.head;
	}

	/** Whether a proxy has written a field about its client. */
	public boolean forwarded() {
		return this.forwarded;
	}

	@Override
	public HttpHeaders headers() {
		HttpHeaders parsed = this.headers;
		if (parsed == null) {
			parsed = parse();
			this.headers = parsed;
		}
		return parsed;
	}

	/**
	 * Returns the first value of a header without making an object of any other.
	 * @param name name of the header, in any case
	 * @return the value, or {@code null}
	 */
	@Nullable public String header(CharSequence name) {
		if (this.headers != null) {
			return this.headers.get(name);
		}
		return HeadFields.value(this.head, this.fieldsStart, name);
	}

	private HttpHeaders parse() {
		HttpHeaders parsed = this.factory.newHeaders();
		int at = this.fieldsStart;
		while (this.head[at] != '\r') {
			int colon = HeadFields.find(this.head, ':', at);
			int lineEnd = HeadFields.find(this.head, '\r', colon);
			parsed.add(new AsciiString(this.head, at, colon - at, true),
					HeadFields.value(this.head, colon + 1, lineEnd));
			at = lineEnd + 2;
		}
		return parsed;
	}

}
