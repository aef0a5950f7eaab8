package dev.millrace.exchange;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

import dev.millrace.exchange.message.FilePieces;
import dev.millrace.exchange.message.FullAnswers;
import dev.millrace.exchange.message.StreamTypes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;

/**
 * Sends an answer of our own as HTTP objects, past the filters, in the framing of the
 * protocol. Made for one answer; confined to the event loop.
 */
final class AnswerWriter {

	private final ExchangeHandler handler;

	private final Exchange exchange;

	private final ResponseProgress response;

	private final boolean filtered;

	AnswerWriter(ExchangeHandler handler, Exchange exchange, boolean filtered) {
		this.handler = handler;
		this.exchange = exchange;
		this.response = handler.response();
		this.filtered = filtered;
	}

	/** Sends an answer; one that cannot be sent is replaced by that to the failure. */
	void write(Answer answer) {
		this.response.start(answer.status());
		try {
			send(answer);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	/** Answers a failure: with an error while nothing was sent, else by breaking off. */
	void failed(Throwable error) {
		Answer answer = this.handler.failed(this.exchange, error);
		if (this.handler.isCurrent(this.exchange) && !this.response.isHeadSent()) {
			this.response.streams(null);
			this.exchange.answered(answer.status());
			try {
				new AnswerWriter(this.handler, this.exchange, false).send(answer);
				return;
			}
			catch (Throwable ex) {
				error.addSuppressed(ex);
			}
		}
		Answers.release(answer);
		this.handler.breakOff(this.exchange);
	}

	private void send(Answer answer) throws IOException {
		if (answer instanceof Answer.Full full) {
			full(full);
		}
		else if (answer instanceof PreparedResponse prepared) {
			full(prepared.toFull());
		}
		else if (answer instanceof Answer.Stream stream) {
			stream(stream);
		}
		else if (answer instanceof Answer.File file) {
			file(file);
		}
		else if (answer instanceof Answer.Raw raw) {
			RawMessage message = RawMessage.of(raw.bytes());
			if (!message.readable() || message.coded()) {
				raw.bytes().release();
				throw new IllegalArgumentException("A raw answer is no HTTP/1.1 response with a plain body");
			}
			if (message.close()) {
				this.handler.lastAnswer();
			}
			full(message.toFull(raw.bytes()));
		}
	}

	private void full(Answer.Full answer) {
		ByteBuf body = answer.body();
		try {
			HttpResponse head = head(answer.status(), answer.headers());
			boolean headOnly = HttpMethod.HEAD.equals(this.exchange.method());
			FullAnswers.announce(head.headers(), answer.headers().get(HttpHeaderNames.CONTENT_LENGTH), answer.status(),
					headOnly, body.readableBytes());
			if (replaced(head)) {
				return;
			}
			if (this.filtered && this.response.seesBody() && body.isReadable()) {
				ByteBuf unfiltered = body;
				body = Unpooled.EMPTY_BUFFER;
				body = this.response.filtered(unfiltered);
				FullAnswers.announce(head.headers(), null, answer.status(), headOnly, body.readableBytes());
			}
			FullHttpResponse message = FullAnswers.message(head.protocolVersion(), head.status(), head.headers(),
					body.retain(), headOnly);
			this.exchange.sent(message.content().readableBytes());
			sendHead(message);
		}
		finally {
			body.release();
		}
		ended();
	}

	private void stream(Answer.Stream answer) {
		if (!hasBody(answer.status())) {
			Answers.release(answer);
			HttpResponse head = streamHead(answer);
			if (!replaced(head)) {
				sendHead(head);
				end();
			}
			return;
		}
		StreamWriter writer = new StreamWriter(this.handler, this.exchange, this.filtered,
				() -> sendStreamHead(answer));
		this.response.streams(writer);
		answer.body().subscribe(writer);
	}

	/** Sends the head of a stream, unless a filter answers in its place. */
	private boolean sendStreamHead(Answer.Stream answer) {
		HttpResponse head = streamHead(answer);
		if (answer.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
			head.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.headers().getAll(HttpHeaderNames.CONTENT_LENGTH));
		}
		else if (this.handler.http1()) {
			if (this.exchange.version().equals(HttpVersion.HTTP_1_0)) {
				head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
			}
			else {
				head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
			}
		}
		if (replaced(head)) {
			return false;
		}
		sendHead(head);
		return true;
	}

	private void file(Answer.File answer) throws IOException {
		if (Files.size(answer.file()) < answer.offset() + answer.length()) {
			throw new IOException("File is shorter than what is to be sent of it: " + answer.file());
		}
		FileChannel file = FileChannel.open(answer.file(), StandardOpenOption.READ);
		try {
			HttpResponse head = head(answer.status(), answer.headers());
			head.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.length());
			if (replaced(head)) {
				return;
			}
			head.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.length());
			sendHead(head);
			if (!hasBody(head.status().code()) || answer.length() == 0) {
				end();
			}
			else if (kernelSends()) {
				this.exchange.sent(answer.length());
				DefaultFileRegion region = new DefaultFileRegion(file, answer.offset(), answer.length());
				file = null;
				this.handler.send(region);
				end();
			}
			else {
				StreamWriter writer = new StreamWriter(this.handler, this.exchange, this.filtered, () -> true);
				this.response.streams(writer);
				FileChannel read = file;
				file = null;
				FilePieces.of(this.handler.context().alloc(), read, answer.offset(), answer.length()).subscribe(writer);
			}
		}
		finally {
			if (file != null) {
				file.close();
			}
		}
	}

	private HttpResponse streamHead(Answer.Stream answer) {
		HttpResponse head = head(answer.status(), answer.headers());
		if (!answer.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
			StreamTypes.passAtOnce(head.headers());
		}
		return head;
	}

	private HttpResponse head(int status, HttpHeaders headers) {
		HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status),
				headers.copy());
		head.headers().remove(HttpHeaderNames.CONTENT_LENGTH).remove(HttpHeaderNames.TRANSFER_ENCODING);
		this.handler.settings().headers().addTo(head.headers(), this.handler.nanos());
		return head;
	}

	private boolean hasBody(int status) {
		return FullAnswers.allowsBody(status) && !HttpMethod.HEAD.equals(this.exchange.method());
	}

	private boolean kernelSends() {
		return this.handler.http1() && !this.response.seesBody()
				&& this.handler.context().pipeline().get(SslHandler.class) == null;
	}

	/** Shows the head to the filters and sends what one of them gives in its place. */
	private boolean replaced(HttpResponse head) {
		if (!this.filtered) {
			return false;
		}
		Answer replacement = this.response.filtered(head);
		if (replacement != null) {
			new AnswerWriter(this.handler, this.exchange, false).write(replacement);
			return true;
		}
		this.exchange.answered(head.status().code());
		return false;
	}

	private void sendHead(HttpResponse head) {
		this.response.sendHead(head);
		this.handler.send(head);
	}

	private void end() {
		this.handler.send(LastHttpContent.EMPTY_LAST_CONTENT);
		ended();
	}

	private void ended() {
		this.handler.flushSoon();
		this.handler.responseEnded(this.exchange);
	}

}
