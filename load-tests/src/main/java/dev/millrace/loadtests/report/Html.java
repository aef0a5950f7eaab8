package dev.millrace.loadtests.report;

/**
 * Text for HTML and XML.
 */
final class Html {

	private Html() {
	}

	static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
	}

	static String cssClass(String cell) {
		return switch (cell) {
			case "PASS", "FAIL", "INVALID", "NOT_APPLICABLE" -> " class=\"" + cell + "\"";
			default -> "";
		};
	}

}
