package dev.millrace.exchange;

import io.netty.handler.codec.http.HttpMethod;

/**
 * Sends answers of our own: as the bytes that they are made of where neither a filter nor
 * a handler of others would miss anything, else as HTTP objects. One per handler;
 * confined to the event loop.
 */
final class Responder {

	private final ExchangeHandler handler;

	private final ResponseProgress response;

	Responder(ExchangeHandler handler, ResponseProgress response) {
		this.handler = handler;
		this.response = response;
	}

	/** Sends an answer past the filters; frees it if it comes too late. */
	void respond(Exchange current, Answer answer) {
		if (!this.handler.isCurrent(current) || this.response.isStarted()) {
			Answers.release(answer);
			return;
		}
		boolean direct = !this.response.isSeen() && this.handler.layout().allowsBytes();
		if (direct && answer instanceof PreparedResponse prepared) {
			sendPrepared(current, prepared);
		}
		else if (direct && answer instanceof Answer.Raw raw && RawMessage.status(raw.bytes()) >= 200) {
			sendRaw(current, raw);
		}
		else {
			new AnswerWriter(this.handler, current, true).write(answer);
		}
	}

	/** Sends an answer on which no filter has a say. */
	void respondUnfiltered(Exchange current, PreparedResponse answer) {
		if (this.handler.layout().allowsBytes() || Refusals.isTimeout(current.request())) {
			sendPrepared(current, answer);
		}
		else {
			new AnswerWriter(this.handler, current, false).write(answer);
		}
	}

	private void sendPrepared(Exchange current, PreparedResponse prepared) {
		this.response.start(prepared.status());
		this.response.headSent();
		current.sent(this.handler.writePrepared(current, prepared));
		this.handler.responseEnded(current);
	}

	private void sendRaw(Exchange current, Answer.Raw raw) {
		if (this.handler.http1()) {
			this.response.start(raw.status());
			this.response.headSent();
			current.sent(this.handler.writeRaw(current, raw.bytes()));
		}
		else {
			Answer.Full full = raw.toFull(HttpMethod.HEAD.equals(current.method()));
			this.response.start(full.status());
			this.response.headSent();
			current.sent(this.handler.writeFull(current, full));
		}
		this.handler.responseEnded(current);
	}

}
