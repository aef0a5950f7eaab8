package dev.millrace.transport.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The head of a request that names {@code h2c}, read as Netty's upgrade handler will read
 * it. A request that Netty would not upgrade must not reach that handler: it stays a
 * request of HTTP/1.1 (RFC 9110 section 7.8: a server may ignore an upgrade).
 */
final class UpgradeRequest {

	private final String head;

	private final String lower;

	/**
	 * Takes a head.
	 * @param head the head, as it was received
	 */
	UpgradeRequest(String head) {
		this.head = head;
		this.lower = head.toLowerCase(Locale.ROOT);
	}

	/**
	 * Whether the request asks for HTTP/2 as RFC 7540 section 3.2 defines it: {@code
	 * h2c} in lower case in the first Upgrade, Upgrade and HTTP2-Settings named in
	 * Connection, and valid settings.
	 */
	boolean asksForHttp2() {
		List<String> upgrades = values(this.head, "\nupgrade:");
		List<String> options = elements(values(this.lower, "\nconnection:"));
		return !upgrades.isEmpty() && elements(upgrades.subList(0, 1)).contains("h2c") && options.contains("upgrade")
				&& options.contains("http2-settings") && UpgradeSettings.areValid(this.head);
	}

	boolean hasBody() {
		return this.lower.contains("\ncontent-length:") || this.lower.contains("\ntransfer-encoding:");
	}

	/** The values of a field, one for each of its lines. */
	private List<String> values(String from, String field) {
		List<String> values = new ArrayList<>();
		for (int at = this.lower.indexOf(field); at >= 0; at = this.lower.indexOf(field, at + 1)) {
			values.add(from.substring(at + field.length(), from.indexOf('\n', at + 1)));
		}
		return values;
	}

	private static List<String> elements(List<String> values) {
		List<String> elements = new ArrayList<>();
		for (String value : values) {
			for (String element : value.split(",")) {
				elements.add(element.trim());
			}
		}
		return elements;
	}

}
