package dev.millrace.exchange.syntax;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessageDecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Collects, while Netty's parser reads a head, the facts that its request object does not
 * keep: separators, repeated names, folded values. Needs no pass over the bytes of its
 * own. Confined to the event loop.
 */
public final class RequestScan {

	private static final AsciiString DRAFT_KEY1 = AsciiString.cached("sec-websocket-key1");

	private static final AsciiString DRAFT_KEY2 = AsciiString.cached("sec-websocket-key2");

	private final HttpRules rules;

	private boolean inHead;

	private int wordEnd;

	private int consumed;

	private int names;

	private int hosts;

	private int lengths;

	private int codings;

	private boolean draftKeys;

	private boolean forwarded;

	private @Nullable HttpRule broken;

	public RequestScan(HttpRules rules) {
		this.rules = rules;
	}

	public void begin() {
		this.inHead = true;
		this.wordEnd = 0;
		this.consumed = 0;
		this.names = 0;
		this.hosts = 0;
		this.lengths = 0;
		this.codings = 0;
		this.draftKeys = false;
		this.forwarded = false;
		this.broken = null;
	}

	/** Whether the head is not complete. */
	public boolean inHead() {
		return this.inHead;
	}

	public void end() {
		this.inHead = false;
	}

	public void consumed(int bytes) {
		this.consumed += bytes;
	}

	public void method(byte[] line, int start, int length) {
		int end = start + length;
		if (end < line.length && line[end] != ' ') {
			broke(HttpRule.REQUEST_LINE);
		}
		this.wordEnd = end;
	}

	public void target(byte[] line, int start, int length) {
		int end = start + length;
		if (start != this.wordEnd + 1 || (end < line.length && line[end] != ' ')) {
			broke(HttpRule.REQUEST_LINE);
		}
		for (int i = start; i < end; i++) {
			byte b = line[i];
			if (b < '!' || b == 0x7F) {
				broke((b < 0) ? HttpRule.TARGET_CHARACTERS : HttpRule.REQUEST_LINE);
			}
		}
		this.wordEnd = end;
	}

	public void version(byte[] line, int start, int length) {
		if (start != this.wordEnd + 1 || length != 8 || line[start] != 'H' || line[start + 1] != 'T'
				|| line[start + 2] != 'T' || line[start + 3] != 'P') {
			broke(HttpRule.REQUEST_LINE);
		}
		else if (line[start + 5] != '1') {
			broke(HttpRule.VERSION);
		}
	}

	public void name(AsciiString name) {
		if (!this.inHead) {
			return;
		}
		this.forwarded |= ProxyFields.include(name);
		if (++this.names > this.rules.maxHeaderCount()) {
			throw new TooLongHttpHeaderException("More than " + this.rules.maxHeaderCount() + " header fields");
		}
		switch (name.length()) {
			case 4 -> {
				if (HttpHeaderNames.HOST.contentEqualsIgnoreCase(name) && ++this.hosts > 1) {
					broke(HttpRule.DUPLICATE_HOST);
				}
			}
			case 14 -> {
				if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name) && ++this.lengths > 1) {
					broke(HttpRule.CONTENT_LENGTH);
				}
			}
			case 17 -> this.codings += HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name) ? 1 : 0;
			case 18 ->
				this.draftKeys |= DRAFT_KEY1.contentEqualsIgnoreCase(name) || DRAFT_KEY2.contentEqualsIgnoreCase(name);
			default -> {
				// Of no interest here.
			}
		}
	}

	public void broke(HttpRule rule) {
		if (this.rules.enforces(rule)) {
			throw new HttpRuleException(rule);
		}
		if (this.broken == null || rule.desynchronises()) {
			this.broken = rule;
		}
	}

	/** A rule that was broken before the head was complete. */
	@Nullable HttpRule broken() {
		return this.broken;
	}

	boolean hasHost() {
		return this.hosts > 0;
	}

	boolean hasContentLength() {
		return this.lengths > 0;
	}

	boolean hasTransferEncoding() {
		return this.codings > 0;
	}

	/** Whether the body of the request comes in chunks. */
	public boolean isChunked() {
		return !this.inHead && this.codings > 0;
	}

	boolean hasDraftKeys() {
		return this.draftKeys;
	}

	/** Whether a field says something of a client behind a proxy. */
	public boolean forwarded() {
		return this.forwarded;
	}

	/**
	 * Whether a field value continued on a second line. Each line costs two bytes beyond
	 * what it holds; those that are neither the first, the last nor have a name are
	 * continuations.
	 */
	boolean folded(HttpRequest request) {
		if (request.decoderResult() instanceof HttpMessageDecoderResult sizes) {
			int lines = (this.consumed - sizes.initialLineLength() - sizes.headerSize()) / 2;
			return lines > this.names + 2;
		}
		return false;
	}

}
