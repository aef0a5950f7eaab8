package dev.millrace.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/1.1 encoder of every connection: it asks the exchange in progress for the
 * method that a response answers, where Netty's codec keeps a queue of methods.
 */
public final class ResponseEncoder extends HttpResponseEncoder {

	private final Http1ExchangeHandler exchanges;

	ResponseEncoder(Http1ExchangeHandler exchanges) {
		this.exchanges = exchanges;
	}

	@Override
	protected void sanitizeHeadersBeforeEncode(HttpResponse response, boolean alwaysEmpty) {
		if (!alwaysEmpty && tunnels(response)) {
			response.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
			return;
		}
		super.sanitizeHeadersBeforeEncode(response, alwaysEmpty);
	}

	@Override
	protected boolean isContentAlwaysEmpty(HttpResponse response) {
		return HttpMethod.HEAD.equals(method()) || super.isContentAlwaysEmpty(response);
	}

	private boolean tunnels(HttpResponse response) {
		return HttpMethod.CONNECT.equals(method()) && response.status().codeClass() == HttpStatusClass.SUCCESS;
	}

	private @Nullable HttpMethod method() {
		Exchange current = this.exchanges.exchange();
		return (current != null) ? current.method() : null;
	}

}
