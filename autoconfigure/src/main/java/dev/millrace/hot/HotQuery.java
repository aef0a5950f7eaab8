package dev.millrace.hot;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.hot.path.HotPaths;

/**
 * Decodes percent-encoded parts of a request target, strictly: malformed text is answered
 * with 400.
 */
final class HotQuery {

	private HotQuery() {
	}

	/** All values of a parameter in a query. */
	static List<String> values(String query, String name) {
		List<String> values = new ArrayList<>(1);
		int start = 0;
		while (start <= query.length()) {
			int end = query.indexOf('&', start);
			end = (end < 0) ? query.length() : end;
			int equals = query.indexOf('=', start);
			int nameEnd = (equals < 0 || equals > end) ? end : equals;
			if (nameEnd > start && decode(query.substring(start, nameEnd), true).equals(name)) {
				values.add((nameEnd < end) ? decode(query.substring(nameEnd + 1, end), true) : "");
			}
			start = end + 1;
		}
		return values;
	}

	/**
	 * Decodes.
	 * @param text the encoded text
	 * @param plus whether a plus sign stands for a space, as it does in queries
	 */
	static String decode(String text, boolean plus) {
		if (text.indexOf('%') < 0 && (!plus || text.indexOf('+') < 0)) {
			return text;
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '%') {
				bytes.write(code(text, i + 1));
				i += 2;
			}
			else {
				bytes.write((c == '+' && plus) ? ' ' : c);
			}
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
		}
		catch (CharacterCodingException ex) {
			throw new HotRequestException(400, "The request target is not valid UTF-8");
		}
	}

	private static int code(String text, int at) {
		int high = (at + 1 < text.length()) ? HotPaths.hex(text.charAt(at)) : -1;
		int low = (at + 1 < text.length()) ? HotPaths.hex(text.charAt(at + 1)) : -1;
		if (high < 0 || low < 0) {
			throw new HotRequestException(400, "The request target has an invalid percent encoding");
		}
		return high * 16 + low;
	}

}
