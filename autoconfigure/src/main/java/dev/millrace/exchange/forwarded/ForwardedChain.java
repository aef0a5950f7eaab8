package dev.millrace.exchange.forwarded;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;

import dev.millrace.connection.proxy.TrustedProxies;
import org.jspecify.annotations.Nullable;

/**
 * What a chain of proxies says about a client. Each proxy appends an element on the
 * right, with the address that it was called from. Read from the right, the elements
 * count while they name trusted proxies; the first one that does not names the client.
 *
 * @param elements the elements that count, from that of the client on; where none tells
 * an address, the last of {@code Forwarded}
 * @param client the address of the client, {@code null} if no element tells it
 */
record ForwardedChain(List<String> elements, @Nullable InetSocketAddress client) {

	private static final String FOR = "for=";

	/**
	 * Reads {@code X-Forwarded-For}.
	 * @param fields the values of all fields of that name, in order
	 * @param proxies the proxies that are trusted
	 * @return the chain
	 */
	static ForwardedChain ofAddresses(List<String> fields, TrustedProxies proxies) {
		return read(fields, proxies, false, Function.identity());
	}

	/**
	 * Reads {@code Forwarded} (RFC 7239).
	 * @param fields the values of all fields of that name, in order
	 * @param proxies the proxies that are trusted
	 * @return the chain
	 */
	static ForwardedChain ofElements(List<String> fields, TrustedProxies proxies) {
		return read(fields, proxies, true, (element) -> {
			String node = parameter(element, FOR);
			return (node != null) ? node : "";
		});
	}

	private static ForwardedChain read(List<String> fields, TrustedProxies proxies, boolean quotes,
			Function<String, String> node) {
		List<String> all = list(fields, quotes);
		InetSocketAddress client = null;
		int from = all.size();
		while (from > 0) {
			InetSocketAddress address = ForwardedAddress.parse(node.apply(all.get(from - 1)));
			if (address == null) {
				break;
			}
			from--;
			client = address;
			if (!proxies.trusts(address)) {
				break;
			}
		}
		if (client == null && quotes && from > 0) {
			// The nearest proxy hides the client, and tells the rest.
			from--;
		}
		return new ForwardedChain(List.copyOf(all.subList(from, all.size())), client);
	}

	/** The last values of a list that was appended to by the same proxies. */
	static List<String> last(List<String> fields, int count) {
		List<String> all = list(fields, false);
		return all.subList(Math.max(0, all.size() - count), all.size());
	}

	private static List<String> list(List<String> fields, boolean quotes) {
		List<String> all = new ArrayList<>();
		for (String field : fields) {
			split(field, ',', quotes, all);
		}
		return all;
	}

	/**
	 * The addresses as they were sent, from that of the client on.
	 * @param port whether the port of the client is kept
	 */
	List<String> toAddresses(boolean port) {
		if (this.client == null) {
			return List.of();
		}
		if (port || this.client.getPort() == 0) {
			return this.elements;
		}
		List<String> addresses = new ArrayList<>(this.elements);
		String sent = addresses.get(0);
		addresses.set(0, sent.substring(0, sent.lastIndexOf(':')));
		return addresses;
	}

	/**
	 * The elements, that of the client rewritten: its parameters once each, in lower case
	 * and without what only quotes can hold, so that readers which do not parse quotes
	 * find the same in it. Their values are as they were sent.
	 */
	List<String> toElements() {
		if (this.elements.isEmpty()) {
			return List.of();
		}
		StringJoiner first = new StringJoiner(";");
		if (this.client != null) {
			first.add(node());
		}
		add(first, "proto=");
		add(first, "host=");
		add(first, "by=");
		if (first.length() == 0) {
			return List.of();
		}
		List<String> written = new ArrayList<>(this.elements);
		written.set(0, first.toString());
		return written;
	}

	/** The address of the client, in the brackets that RFC 7239 section 6 asks for. */
	private String node() {
		String sent = String.valueOf(parameter(this.elements.get(0), FOR));
		if (sent.indexOf(':') < 0) {
			return FOR + sent;
		}
		boolean bare = sent.charAt(0) != '[' && sent.indexOf(':') != sent.lastIndexOf(':');
		return FOR + (bare ? "\"[" + sent + "]\"" : '"' + sent + '"');
	}

	private void add(StringJoiner element, String name) {
		String value = parameter(this.elements.get(0), name);
		if (value != null && isPlain(value)) {
			element.add((value.indexOf(':') < 0) ? name + value : name + '"' + value + '"');
		}
	}

	private static boolean isPlain(String value) {
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c <= ' ' || c >= 0x7F || c == '"' || c == '\\' || c == ',' || c == ';' || c == '=') {
				return false;
			}
		}
		return true;
	}

	/** What the proxy nearest to the client says of the scheme. */
	@Nullable String scheme() {
		return this.elements.isEmpty() ? null : parameter(this.elements.get(0), "proto=");
	}

	private static @Nullable String parameter(String element, String name) {
		List<String> parameters = new ArrayList<>();
		split(element, ';', true, parameters);
		for (String parameter : parameters) {
			if (parameter.toLowerCase(Locale.ROOT).startsWith(name)) {
				return unquoted(parameter.substring(name.length()));
			}
		}
		return null;
	}

	private static String unquoted(String value) {
		if (value.length() < 2 || value.charAt(0) != '"' || value.charAt(value.length() - 1) != '"') {
			return value;
		}
		StringBuilder text = new StringBuilder(value.length());
		for (int i = 1; i < value.length() - 1; i++) {
			char c = value.charAt(i);
			text.append((c == '\\' && i + 2 < value.length()) ? value.charAt(++i) : c);
		}
		return text.toString();
	}

	/**
	 * Splits outside quotes. A quote that a client left open would hide what proxies
	 * appended to it, so it counts for nothing then. Empty parts are nothing (RFC 9110,
	 * 5.6.1).
	 */
	private static void split(String text, char separator, boolean quotes, List<String> parts) {
		int size = parts.size();
		int start = 0;
		boolean quoted = false;
		for (int i = 0; i <= text.length(); i++) {
			char c = (i < text.length()) ? text.charAt(i) : separator;
			if (quoted && c == '\\') {
				i++;
			}
			else if (quotes && c == '"') {
				quoted = !quoted;
			}
			else if (c == separator && !quoted) {
				String part = text.substring(start, i).strip();
				if (!part.isEmpty()) {
					parts.add(part);
				}
				start = i + 1;
			}
		}
		if (quoted) {
			parts.subList(size, parts.size()).clear();
			split(text, separator, false, parts);
		}
	}

}
