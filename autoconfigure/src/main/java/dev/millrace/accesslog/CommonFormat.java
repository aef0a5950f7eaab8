package dev.millrace.accesslog;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.Outcome;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/**
 * The common format, and the combined one, which goes on.
 */
final class CommonFormat extends LineFormat {

	private static final String NONE = "-";

	private final boolean combined;

	CommonFormat(AccessLogSettings settings, AddressTexts addresses) {
		super(settings, addresses);
		this.combined = settings.format() == AccessLogFormat.COMBINED;
	}

	@Override
	void write(LineBuffer line, Exchange exchange, Outcome outcome) {
		line.put(this.addresses.text(exchange.clientAddress()));
		line.put(" - - [");
		this.time.write(line, exchange.startNanos());
		line.put("] \"");
		putText(line, exchange.method().name());
		line.put(' ');
		putPath(line, exchange.path());
		String query = exchange.query();
		if (query != null) {
			line.put('?');
			putQuery(line, query);
		}
		line.put(' ');
		putText(line, protocol(exchange));
		line.put("\" ");
		putNumber(line, exchange.status());
		line.put(' ');
		putNumber(line, exchange.bytesOut());
		if (this.combined) {
			putReferer(line, exchange.header(HttpHeaderNames.REFERER));
			putUserAgent(line, exchange.header(HttpHeaderNames.USER_AGENT));
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
