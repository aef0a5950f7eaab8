package dev.millrace.hot;

import java.util.List;

import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.message.AnswerCompression;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Encodes answers of hot routes. Internal.
 *
 * @param json writes JSON
 */
public record HotResponseEncoder(HotJson json) {

	private static final byte[] NO_BODY = new byte[0];

	PreparedResponse encode(HotResponse response, TemplateCache templates) {
		return templates.get(response).with(body(response));
	}

	/**
	 * Encodes the body of an answer.
	 * @param response the answer
	 * @return the body, empty for 204, 205 and 304
	 */
	public byte[] body(HotResponse response) {
		if (response.status() == 204 || response.status() == 205 || response.status() == 304) {
			return NO_BODY;
		}
		Object value = response.json();
		return (value != null) ? this.json.write(value) : response.body();
	}

	/**
	 * Returns the headers that the handler gave, which is all that WebFlux is to know.
	 * @param response the answer
	 * @return the headers, a new object
	 */
	public static HttpHeaders headers(HotResponse response) {
		HttpHeaders headers = new DefaultHttpHeaders();
		if (response.contentType() != null) {
			headers.set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
			if (response.contentType().startsWith("text/")) {
				headers.set("x-content-type-options", "nosniff");
			}
		}
		List<String> added = response.headers();
		for (int i = 0; i < added.size(); i += 2) {
			headers.add(added.get(i), added.get(i + 1));
		}
		return headers;
	}

	/**
	 * Whether rules compress answers of a route, as far as it is known before the answers
	 * are.
	 */
	boolean mayCompress(AnswerCompression rules, HotRoute route) {
		if (route.action() instanceof HotAction.Constant constant) {
			HotResponse response = constant.response();
			int length = body(response).length;
			return length > 0 && rules.compresses(response.contentType(), length)
					&& !response.hasHeader("content-encoding");
		}
		return !(route.action() instanceof HotAction.Streaming streaming)
				|| rules.compresses(streaming.contentType(), -1);
	}

}
