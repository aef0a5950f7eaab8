package dev.millrace.exchange;

import java.nio.file.Path;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.reactivestreams.Publisher;

/**
 * An answer given from the pipeline. Framing headers ({@code Content-Length},
 * {@code Transfer-Encoding}, {@code Connection}) are set by Millrace.
 */
public sealed interface Answer extends Verdict
		permits PreparedResponse, Answer.Full, Answer.Stream, Answer.File, Answer.Raw {

	/**
	 * Returns the status code.
	 * @return the code, such as 200
	 */
	int status();

	/**
	 * An answer whose body is at hand.
	 *
	 * @param status status code
	 * @param headers headers, without those that frame the message
	 * @param body body, released by Millrace
	 */
	record Full(int status, HttpHeaders headers, ByteBuf body) implements Answer {
	}

	/**
	 * An answer whose body comes in pieces. Demand follows what the client takes; the
	 * subscription is cancelled when the client leaves. The head goes out with the first
	 * piece, which may be empty, so that a body that fails before it is answered with
	 * 500. A body that is not sent, to HEAD for instance, is subscribed to and cancelled
	 * at once.
	 *
	 * @param status status code
	 * @param headers headers, without those that frame the message
	 * @param body pieces of the body, each released by Millrace and flushed by itself
	 */
	record Stream(int status, HttpHeaders headers, Publisher<? extends ByteBuf> body) implements Answer {
	}

	/**
	 * An answer whose body is a part of a file.
	 *
	 * @param status status code
	 * @param headers headers, without those that frame the message
	 * @param file the file, read while the answer goes out
	 * @param offset first byte to send
	 * @param length number of bytes to send
	 */
	record File(int status, HttpHeaders headers, Path file, long offset, long length) implements Answer {
	}

	/**
	 * A complete HTTP/1.1 response as bytes, status line included. It is checked to be
	 * one whole message; if it is not, the connection is closed after it.
	 *
	 * @param bytes the bytes, released by Millrace
	 */
	record Raw(ByteBuf bytes) implements Answer {

		@Override
		public int status() {
			return RawMessage.status(this.bytes);
		}

		/**
		 * Translates the bytes for protocols that frame messages otherwise. Takes the
		 * bytes over.
		 * @param head whether they answer a HEAD request
		 * @return the same answer, or 500 without a body if the bytes are not one whole
		 * response
		 */
		public Full toFull(boolean head) {
			RawMessage message = RawMessage.of(this.bytes);
			if (message.whole(head) || message.hasBodyToCut(head)) {
				return message.toFull(this.bytes);
			}
			this.bytes.release();
			return PreparedResponse.empty(500).toFull();
		}

	}

}
