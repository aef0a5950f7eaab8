package dev.millrace.accesslog;

import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/**
 * Writes the Common Log Format. The Combined Log Format appends {@code Referer} and
 * {@code User-Agent}.
 */
final class CommonFormat extends LineFormat {

	private static final String NONE = "-";

	private final boolean combined;

	CommonFormat(AccessLogSettings settings, AddressTexts addresses) {
		super(settings, addresses);
		this.combined = settings.format() == AccessLogFormat.COMBINED;
	}

	@Override
	void write(LineBuffer line, LoggedRequest request) {
		line.put(this.addresses.text(request.client()));
		line.put(" - - [");
		this.time.write(line, request.startNanos());
		line.put("] \"");
		putText(line, request.method().name());
		line.put(' ');
		putPath(line, request.path());
		String query = request.query();
		if (query != null) {
			line.put('?');
			putQuery(line, query);
		}
		line.put(' ');
		putText(line, request.protocol());
		line.put("\" ");
		putNumber(line, request.status());
		line.put(' ');
		putNumber(line, request.bytesOut());
		if (this.combined) {
			putReferer(line, request.header(HttpHeaderNames.REFERER));
			putUserAgent(line, request.header(HttpHeaderNames.USER_AGENT));
		}
	}

	private static void putNumber(LineBuffer line, long number) {
		if (number > 0) {
			line.put(number);
		}
		else {
			line.put(NONE);
		}
	}

	private void putReferer(LineBuffer line, @Nullable String referer) {
		line.put(" \"");
		if (referer != null) {
			putReference(line, referer);
		}
		else {
			line.put(NONE);
		}
	}

	private void putUserAgent(LineBuffer line, @Nullable String agent) {
		line.put("\" \"");
		putText(line, (agent != null) ? agent : NONE);
		line.put('"');
	}

}
