package dev.millrace.exchange.syntax;

/**
 * What {@link WordScan} does, one byte at a time: the definition that it is held to.
 */
final class ScalarScan {

	private ScalarScan() {
	}

	static int text(byte[] bytes, int from, int end) {
		int at = from;
		while (at < end && bytes[at] >= ' ' && bytes[at] < 0x7F) {
			at++;
		}
		return at;
	}

	static int visible(byte[] bytes, int from, int end) {
		int at = from;
		while (at < end && bytes[at] > ' ' && bytes[at] < 0x7F) {
			at++;
		}
		return at;
	}

	static int name(byte[] bytes, int from, int end) {
		int at = from;
		while (at < end && isName(bytes[at])) {
			at++;
		}
		return at;
	}

	private static boolean isName(byte b) {
		return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '-';
	}

}
