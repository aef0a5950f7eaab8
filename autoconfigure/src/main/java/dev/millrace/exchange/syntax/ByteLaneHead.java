package dev.millrace.exchange.syntax;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Recognises, in bytes and without making objects, the heads of requests that can be read
 * in one way only: GET or HEAD of a path in HTTP/1.1, without a body and with one valid
 * Host. All other requests, also malformed ones, are left to Netty's parser, which
 * decides about them. Confined to the event loop.
 */
public final class ByteLaneHead {

	private static final byte[] HOST = ascii("host");

	private static final byte[] CONNECTION = ascii("connection");

	private static final byte[] KEEP_ALIVE = ascii("keep-alive");

	private static final byte[] TE = ascii("te");

	private static final byte[] EXPECT = ascii("expect");

	private static final byte[] UPGRADE = ascii("upgrade");

	private static final byte[] TRAILER = ascii("trailer");

	private static final byte[] CONTENT_LENGTH = ascii("content-length");

	private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");

	private static final byte[] DRAFT_KEY = ascii("sec-websocket-key");

	private static final byte[] FORWARDED = ascii("forwarded");

	private static final byte[] REAL_IP = ascii("x-real-ip");

	private static final byte[] FORWARDED_PREFIX = ascii("x-forwarded-");

	private static final long GET = little("GET ");

	private static final long HEAD = little("HEAD ");

	private static final long VERSION = little(" HTTP/1.");

	private static final long MINOR = little("1\r\n");

	private final int maxLineLength;

	private final int maxHeaderSize;

	private final int maxHeaderCount;

	private final WatchedField[] watched;

	private final byte[][] watchedNames;

	private boolean head;

	private int targetStart;

	private int targetEnd;

	private int fieldsStart;

	private int end;

	private boolean hosted;

	private boolean keepsAlive;

	private boolean forwarded;

	private int seen;

	/**
	 * Creates a recogniser.
	 * @param maxLineLength most bytes of a request line
	 * @param maxHeaderSize most bytes of all header lines
	 * @param maxHeaderCount most header fields
	 * @param watched header fields to look for
	 */
	public ByteLaneHead(int maxLineLength, int maxHeaderSize, int maxHeaderCount, Set<WatchedField> watched) {
		this.maxLineLength = maxLineLength;
		this.maxHeaderSize = maxHeaderSize;
		this.maxHeaderCount = maxHeaderCount;
		this.watched = watched.toArray(WatchedField[]::new);
		this.watchedNames = new byte[this.watched.length][];
		for (int i = 0; i < this.watched.length; i++) {
			this.watchedNames[i] = ascii(this.watched[i].lowerName());
		}
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static long little(String text) {
		long word = 0;
		for (int i = text.length() - 1; i >= 0; i--) {
			word = word << 8 | text.charAt(i);
		}
		return word;
	}

	/** Whether the method is HEAD, else it is GET. */
	public boolean head() {
		return this.head;
	}

	/** Where the request target begins. */
	public int targetStart() {
		return this.targetStart;
	}

	/** Where the request target ends. */
	public int targetEnd() {
		return this.targetEnd;
	}

	/** Where the header fields begin. */
	public int fieldsStart() {
		return this.fieldsStart;
	}

	/** Whether a proxy has written a field about its client. */
	public boolean forwarded() {
		return this.forwarded;
	}

	/** The watched fields that are there: a {@link WatchedField#bit() bit} for each. */
	public int seen() {
		return this.seen;
	}

	/** Where the head ends, behind its empty line. */
	public int end() {
		return this.end;
	}

	/**
	 * Reads a request line.
	 * @param bytes the bytes, with {@link WordScan#SLACK}
	 * @param from where the line begins
	 * @param limit where the bytes end
	 * @return whether it is there and plain
	 */
	public boolean line(byte[] bytes, int from, int limit) {
		long method = WordScan.word(bytes, from);
		this.head = (method & 0xFF_FFFF_FFFFL) == HEAD;
		if (!this.head && (method & 0xFFFF_FFFFL) != GET) {
			return false;
		}
		this.targetStart = from + (this.head ? 5 : 4);
		this.targetEnd = WordScan.visible(bytes, this.targetStart, limit);
		this.fieldsStart = this.targetEnd + 11;
		return this.fieldsStart <= limit && bytes[this.targetStart] == '/'
				&& WordScan.word(bytes, this.targetEnd) == VERSION
				&& (WordScan.word(bytes, this.targetEnd + 8) & 0xFF_FFFF) == MINOR
				&& this.fieldsStart - from <= this.maxLineLength;
	}

	/**
	 * Reads the header fields that follow the line.
	 * @param bytes the same bytes
	 * @param limit where the bytes end
	 * @return whether they are all there and plain
	 */
	public boolean fields(byte[] bytes, int limit) {
		this.hosted = false;
		this.keepsAlive = false;
		this.forwarded = false;
		this.seen = 0;
		int count = 0;
		int at = this.fieldsStart;
		while (at + 1 < limit) {
			if (bytes[at] == '\r') {
				this.end = at + 2;
				return bytes[at + 1] == '\n' && this.hosted && count <= this.maxHeaderCount
						&& this.end - this.fieldsStart <= this.maxHeaderSize;
			}
			int colon = WordScan.name(bytes, at, limit);
			if (colon >= limit || bytes[colon] != ':') {
				return false;
			}
			int lineEnd = WordScan.text(bytes, colon + 1, limit);
			if (lineEnd + 1 >= limit || bytes[lineEnd] != '\r' || bytes[lineEnd + 1] != '\n'
					|| !harmless(bytes, at, colon, lineEnd)) {
				return false;
			}
			this.forwarded |= concernsForwarding(bytes, at, colon - at);
			if (this.watched.length > 0) {
				watch(bytes, at, colon - at);
			}
			count++;
			at = lineEnd + 2;
		}
		return false;
	}

	/**
	 * Whether a field leaves the framing of the message and the use of the connection
	 * unchanged.
	 */
	private boolean harmless(byte[] bytes, int name, int colon, int lineEnd) {
		return switch (colon - name) {
			case 0 -> false;
			case 2 -> !is(TE, bytes, name);
			case 4 -> !is(HOST, bytes, name) || host(bytes, colon + 1, lineEnd);
			case 6 -> !is(EXPECT, bytes, name);
			case 7 -> !is(UPGRADE, bytes, name) && !is(TRAILER, bytes, name);
			case 10 -> !is(CONNECTION, bytes, name) || connection(bytes, colon + 1, lineEnd);
			case 14 -> !is(CONTENT_LENGTH, bytes, name);
			case 17 -> !is(TRANSFER_ENCODING, bytes, name);
			case 18 -> !is(DRAFT_KEY, bytes, name);
			default -> true;
		};
	}

	private void watch(byte[] bytes, int name, int length) {
		for (int i = 0; i < this.watched.length; i++) {
			byte[] lowerName = this.watchedNames[i];
			if (lowerName.length == length && is(lowerName, bytes, name)) {
				this.seen |= this.watched[i].bit();
			}
		}
	}

	/** As {@link ProxyFields#include}, in bytes. */
	private static boolean concernsForwarding(byte[] bytes, int name, int length) {
		if (length == FORWARDED.length) {
			return is(FORWARDED, bytes, name) || is(REAL_IP, bytes, name);
		}
		return length >= FORWARDED_PREFIX.length && is(FORWARDED_PREFIX, bytes, name);
	}

	/** Whether a word of letters, digits and dashes begins at an index. */
	private static boolean is(byte[] lower, byte[] bytes, int from) {
		for (int i = 0; i < lower.length; i++) {
			if ((bytes[from + i] | 0x20) != lower[i]) {
				return false;
			}
		}
		return true;
	}

	private static int skipSpaces(byte[] bytes, int from) {
		int at = from;
		while (bytes[at] == ' ') {
			at++;
		}
		return at;
	}

	/** Reads the one Host: a name or an IPv4 address, perhaps with a port. */
	private boolean host(byte[] bytes, int from, int end) {
		boolean first = !this.hosted;
		this.hosted = true;
		int start = skipSpaces(bytes, from);
		int at = WordScan.name(bytes, start, end);
		while (bytes[at] == '.') {
			at = WordScan.name(bytes, at + 1, end);
		}
		if (at == start || !first) {
			return false;
		}
		if (bytes[at] == ':') {
			int port = ++at;
			while (bytes[at] >= '0' && bytes[at] <= '9') {
				at++;
			}
			if (at == port || at - port > 5) {
				return false;
			}
		}
		return at == end;
	}

	/**
	 * Reads Connection, which may only be {@code keep-alive}, the default of HTTP/1.1.
	 */
	private boolean connection(byte[] bytes, int from, int end) {
		boolean first = !this.keepsAlive;
		this.keepsAlive = true;
		int start = skipSpaces(bytes, from);
		return first && end - start == KEEP_ALIVE.length && is(KEEP_ALIVE, bytes, start);
	}

}
