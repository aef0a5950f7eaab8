package dev.millrace.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import org.reactivestreams.Publisher;

/**
 * Sends an answer of our own as HTTP objects, past the filters, in the framing of the
 * protocol. Made for one answer; confined to the event loop.
 */
final class AnswerWriter {

	private final ExchangeHandler handler;

	private final Exchange exchange;

	private boolean filtered = true;

	AnswerWriter(ExchangeHandler handler, Exchange exchange) {
		this.handler = handler;
		this.exchange = exchange;
	}

	void writeUnfiltered(Answer answer) {
		this.filtered = false;
		this.exchange.status = answer.status();
		write(answer);
	}

	void write(Answer answer) {
		this.exchange.responseStarts();
		if (answer instanceof Answer.Full full) {
			full(full);
		}
		else if (answer instanceof PreparedResponse prepared) {
			full(prepared.toFull());
		}
		else if (answer instanceof Answer.Stream stream) {
			HttpResponse head = head(stream.status(), stream.headers());
			if (this.handler.http1() && hasBody(stream.status())
					&& !head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
				if (this.exchange.version().equals(HttpVersion.HTTP_1_0)) {
					head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
				}
				else {
					head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
				}
			}
			body(head, stream.body());
		}
		else if (answer instanceof Answer.File file) {
			HttpResponse head = head(file.status(), file.headers());
			head.headers().set(HttpHeaderNames.CONTENT_LENGTH, file.length());
			if (kernelSends()) {
				region(head, file);
			}
			else {
				body(head, FilePieces.of(this.handler.context().alloc(), file.file(), file.offset(), file.length()));
			}
		}
		else if (answer instanceof Answer.Raw raw) {
			this.handler.writeRaw(this.exchange, raw.bytes());
			this.handler.responseEnded(this.exchange);
		}
	}

	private HttpResponse head(int status, HttpHeaders headers) {
		HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status),
				headers.copy());
		this.handler.settings().headers().addTo(head.headers(), this.handler.connection().lastActivityNanos());
		return head;
	}

	private boolean hasBody(int status) {
		return PreparedResponse.allowsBody(status) && !HttpMethod.HEAD.equals(this.exchange.method());
	}

	private boolean kernelSends() {
		return this.handler.http1() && !this.handler.settings().filters().seesResponseBody()
				&& this.handler.context().pipeline().get(SslHandler.class) == null;
	}

	private void full(Answer.Full answer) {
		ByteBuf body = answer.body();
		if (this.filtered && body.isReadable()) {
			body = ResponsePhase.filterBody(this.handler, this.exchange, body);
		}
		HttpResponse head = head(answer.status(), answer.headers());
		if (PreparedResponse.allowsBody(answer.status())) {
			head.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
		}
		if (replaced(head)) {
			body.release();
			return;
		}
		if (!hasBody(head.status().code())) {
			body.release();
			body = Unpooled.EMPTY_BUFFER;
		}
		this.exchange.bytesOut += body.readableBytes();
		this.handler.beforeResponse(this.exchange, head);
		this.handler.send(new DefaultFullHttpResponse(head.protocolVersion(), head.status(), body, head.headers(),
				DefaultHttpHeadersFactory.trailersFactory().newEmptyHeaders()));
		this.handler.flushSoon();
		this.handler.responseEnded(this.exchange);
	}

	private void body(HttpResponse head, Publisher<? extends ByteBuf> body) {
		if (replaced(head)) {
			return;
		}
		this.handler.beforeResponse(this.exchange, head);
		this.handler.send(head);
		if (!hasBody(head.status().code())) {
			end();
			return;
		}
		this.handler.flushSoon();
		StreamWriter writer = new StreamWriter(this.handler, this.exchange, this.filtered);
		this.exchange.writer = writer;
		body.subscribe(writer);
	}

	private void region(HttpResponse head, Answer.File file) {
		if (replaced(head)) {
			return;
		}
		this.handler.beforeResponse(this.exchange, head);
		this.handler.send(head);
		if (hasBody(file.status()) && file.length() > 0) {
			this.exchange.bytesOut += file.length();
			this.handler.send(new DefaultFileRegion(file.file().toFile(), file.offset(), file.length()));
		}
		end();
	}

	private boolean replaced(HttpResponse head) {
		if (!this.filtered) {
			return false;
		}
		Answer replacement = ResponsePhase.filterResponse(this.handler, this.exchange, head);
		if (replacement != null) {
			writeUnfiltered(replacement);
			return true;
		}
		this.exchange.status = head.status().code();
		return false;
	}

	private void end() {
		this.handler.send(LastHttpContent.EMPTY_LAST_CONTENT);
		this.handler.flushSoon();
		this.handler.responseEnded(this.exchange);
	}

}
