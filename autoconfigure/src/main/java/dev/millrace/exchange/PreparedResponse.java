package dev.millrace.exchange;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import dev.millrace.exchange.message.FullAnswers;
import dev.millrace.exchange.message.ServerLines;
import dev.millrace.exchange.syntax.Preconditions;
import dev.millrace.exchange.syntax.Validators;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * An answer that was encoded once and is sent many times. Immutable and safe for use by
 * any thread.
 */
public final class PreparedResponse implements Answer {

	/** 503 without a body. */
	public static final PreparedResponse UNAVAILABLE = empty(503);

	private static final byte[] CRLF = { '\r', '\n' };

	private static final byte[] CONTENT_LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] NO_BODY = new byte[0];

	private static final int LENGTH_LINE = 32;

	private final Template template;

	private final byte[] body;

	private PreparedResponse(Template template, byte[] body) {
		this.template = template;
		this.body = (template.allowsBody && template.status != 205) ? body : NO_BODY;
	}

	/**
	 * Prepares an answer.
	 * @param status status code
	 * @param headers headers, without those that frame the message
	 * @param body bytes of the body
	 * @return the answer
	 */
	public static PreparedResponse of(int status, HttpHeaders headers, byte[] body) {
		return new Template(status, headers).with(body.clone());
	}

	/**
	 * Prepares an answer without headers and body.
	 * @param status status code
	 * @return the answer
	 */
	public static PreparedResponse empty(int status) {
		return new Template(status, new DefaultHttpHeaders()).with(new byte[0]);
	}

	@Override
	public int status() {
		return this.template.status;
	}

	/** Returns those of the lines that the answer has no fields of its own for. */
	public byte[] missing(ServerLines lines) {
		return lines.missing(this.template.hasDate, this.template.hasServer);
	}

	/**
	 * Tells whether conditions of a request may change what is sent: the answer is a
	 * success and has {@code ETag} or {@code Last-Modified}.
	 * @return whether it is to be {@linkplain #check checked}
	 */
	public boolean conditional() {
		return this.template.validators != null;
	}

	/**
	 * Evaluates the conditions of a request.
	 * @param conditions the conditions
	 * @param retrieves whether the method of the request is GET or HEAD
	 * @return what follows, always to proceed where the answer is not
	 * {@linkplain #conditional() conditional}
	 */
	public Preconditions.Result check(Preconditions conditions, boolean retrieves) {
		Validators validators = this.template.validators;
		return (validators != null) ? conditions.evaluate(retrieves, validators) : Preconditions.Result.PROCEED;
	}

	/**
	 * Returns the answer to a client that has the representation.
	 * @return 304 with the headers of this answer, but for those that describe its body
	 * (RFC 9110 section 15.4.5)
	 */
	public PreparedResponse notModified() {
		return this.template.notModified();
	}

	/**
	 * Returns the number of bytes of the body.
	 * @return the length
	 */
	public int length() {
		return this.body.length;
	}

	/**
	 * Translates the answer for protocols that frame messages otherwise.
	 * @return the same answer
	 */
	public Answer.Full toFull() {
		return new Answer.Full(this.template.status, new DefaultHttpHeaders().add(this.template.headers),
				Unpooled.wrappedBuffer(this.body));
	}

	/**
	 * Writes the HTTP/1.1 form.
	 * @param out where to
	 * @param lines complete header lines to add
	 * @param more further complete header lines to add
	 * @param withBody whether the body belongs to it, which it does not for HEAD
	 */
	public void writeTo(ByteBuf out, byte[] lines, byte[] more, boolean withBody) {
		out.ensureWritable(
				this.template.head.length + LENGTH_LINE + lines.length + more.length + CRLF.length + this.body.length);
		out.writeBytes(this.template.head);
		if (this.template.allowsBody) {
			writeLength(out, this.body.length);
		}
		out.writeBytes(lines);
		out.writeBytes(more);
		out.writeBytes(CRLF);
		if (withBody) {
			out.writeBytes(this.body);
		}
	}

	private static void writeLength(ByteBuf out, int length) {
		out.writeBytes(CONTENT_LENGTH);
		int divisor = 1;
		while (length / divisor >= 10) {
			divisor *= 10;
		}
		for (; divisor > 0; divisor /= 10) {
			out.writeByte('0' + length / divisor % 10);
		}
		out.writeBytes(CRLF);
	}

	/**
	 * Status and headers of answers that differ only in their bodies, encoded once.
	 */
	public static final class Template {

		/** Headers that describe a body, which 304 does not have. */
		private static final List<AsciiString> DESCRIBING = List.of(HttpHeaderNames.CONTENT_TYPE,
				HttpHeaderNames.CONTENT_ENCODING, HttpHeaderNames.CONTENT_LANGUAGE, HttpHeaderNames.CONTENT_RANGE);

		private final int status;

		private final boolean allowsBody;

		private final ReadOnlyHttpHeaders headers;

		private final byte[] head;

		private final boolean hasDate;

		private final boolean hasServer;

		private final @Nullable Validators validators;

		/**
		 * Made when it is first asked for. Several threads may make one each; they are
		 * equal.
		 */
		private @Nullable PreparedResponse notModified;

		/**
		 * Encodes status and headers.
		 * @param status status code
		 * @param given headers; those that frame the message are left out
		 */
		public Template(int status, HttpHeaders given) {
			HttpHeaders headers = given.copy()
				.remove(HttpHeaderNames.CONTENT_LENGTH)
				.remove(HttpHeaderNames.TRANSFER_ENCODING)
				.remove(HttpHeaderNames.CONNECTION);
			this.status = status;
			this.allowsBody = FullAnswers.allowsBody(status);
			this.hasDate = headers.contains(HttpHeaderNames.DATE);
			this.hasServer = headers.contains(HttpHeaderNames.SERVER);
			this.validators = (status / 100 == 2) ? Validators.of(headers) : null;
			this.headers = new ReadOnlyHttpHeaders(true, flat(headers));
			StringBuilder text = new StringBuilder("HTTP/1.1 ").append(HttpResponseStatus.valueOf(status))
				.append("\r\n");
			for (Map.Entry<String, String> header : headers) {
				text.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
			}
			this.head = text.toString().getBytes(StandardCharsets.ISO_8859_1);
		}

		/**
		 * Makes an answer.
		 * @param body bytes of the body, which must not be changed any more
		 * @return the answer
		 */
		public PreparedResponse with(byte[] body) {
			return new PreparedResponse(this, body);
		}

		private PreparedResponse notModified() {
			PreparedResponse known = this.notModified;
			if (known == null) {
				HttpHeaders kept = new DefaultHttpHeaders().add(this.headers);
				DESCRIBING.forEach(kept::remove);
				known = new Template(304, kept).with(NO_BODY);
				this.notModified = known;
			}
			return known;
		}

		private static CharSequence[] flat(HttpHeaders headers) {
			CharSequence[] pairs = new CharSequence[2 * headers.size()];
			int next = 0;
			for (Map.Entry<String, String> header : headers) {
				pairs[next++] = header.getKey();
				pairs[next++] = header.getValue();
			}
			return pairs;
		}

	}

}
