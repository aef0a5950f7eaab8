package dev.millrace.accesslog;

/**
 * Writes the line of a request, without its end. Confined to one event loop.
 */
abstract class LineFormat {

	/** Longest text that is written of one value; the rest is cut off. */
	private static final int LONGEST = 2048;

	private final QueryText queries;

	private final boolean json;

	final LineTime time;

	final AddressTexts addresses;

	LineFormat(AccessLogSettings settings, AddressTexts addresses) {
		this.queries = new QueryText(settings.queryParameters());
		this.json = settings.format() == AccessLogFormat.JSON;
		this.time = LineTime.of(settings.format());
		this.addresses = addresses;
	}

	static LineFormat of(AccessLogSettings settings, byte[] key) {
		AddressTexts addresses = new AddressTexts(settings.address(), key);
		return (settings.format() == AccessLogFormat.JSON) ? new JsonFormat(settings, addresses)
				: new CommonFormat(settings, addresses);
	}

	abstract void write(LineBuffer line, LoggedRequest request);

	final void putText(LineBuffer line, String text) {
		line.putEscaped(cut(text), this.json);
	}

	/**
	 * Writes the path. A dash stands for a target that is not a path: it may contain a
	 * password in its authority, and was refused.
	 */
	final void putPath(LineBuffer line, String path) {
		putText(line, (path.startsWith("/") || path.equals("*")) ? path : "-");
	}

	final void putQuery(LineBuffer line, String query) {
		this.queries.write(line, cut(query), this.json);
	}

	final void putReference(LineBuffer line, String reference) {
		this.queries.writeReference(line, cut(reference), this.json);
	}

	private static String cut(String text) {
		return (text.length() > LONGEST) ? text.substring(0, LONGEST) : text;
	}

}
