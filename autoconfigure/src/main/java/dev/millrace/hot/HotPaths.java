package dev.millrace.hot;

/**
 * Tells which paths can be read in more than one way. They are left to WebFlux, which
 * decides for the route and for its protection alike.
 */
final class HotPaths {

	private HotPaths() {
	}

	/**
	 * Looks for empty, {@code .} and {@code ..} segments, for semicolons and backslashes,
	 * and for encoded slashes, dots, backslashes and NULs.
	 */
	static boolean isAmbiguous(String path) {
		int length = path.length();
		for (int i = 0; i < length; i++) {
			char c = path.charAt(i);
			if (c == ';' || c == '\\' || c <= ' ' || c >= 0x7F || c == '#') {
				return true;
			}
			if (c == '/' && isDotsOrEmpty(path, i + 1, length)) {
				return true;
			}
			if (c == '%' && isEncodedSeparator(path, i + 1, length)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isDotsOrEmpty(String path, int start, int length) {
		int end = start;
		while (end < length && path.charAt(end) == '.') {
			end++;
		}
		boolean segmentEnds = end == length || path.charAt(end) == '/';
		boolean emptyInside = end == start && end < length;
		return segmentEnds && (emptyInside || end - start == 1 || end - start == 2);
	}

	private static boolean isEncodedSeparator(String path, int at, int length) {
		if (at + 1 >= length) {
			return true;
		}
		int code = Character.digit(path.charAt(at), 16) * 16 + Character.digit(path.charAt(at + 1), 16);
		return code < ' ' || code == '/' || code == '\\' || code == '.' || code == ';' || code == '%' || code == 0x7F;
	}

}
