package dev.millrace.hot;

import java.nio.charset.StandardCharsets;

import dev.millrace.exchange.PreparedResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Tells clients what is wrong with their requests, in the form of RFC 9457.
 */
final class HotProblems {

	static final String TYPE = "application/problem+json";

	private HotProblems() {
	}

	static PreparedResponse of(HotRequestException problem) {
		return PreparedResponse.of(problem.status(), new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_TYPE, TYPE),
				body(problem));
	}

	static byte[] body(HotRequestException problem) {
		StringBuilder json = new StringBuilder("{\"title\":\"")
			.append(HttpResponseStatus.valueOf(problem.status()).reasonPhrase())
			.append("\",\"status\":")
			.append(problem.status())
			.append(",\"detail\":\"");
		String detail = String.valueOf(problem.getMessage());
		for (int i = 0; i < detail.length(); i++) {
			char c = detail.charAt(i);
			json.append((c < ' ' || c == '"' || c == '\\') ? ' ' : c);
		}
		return json.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
	}

}
