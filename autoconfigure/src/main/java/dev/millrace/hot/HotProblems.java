package dev.millrace.hot;

import java.nio.charset.StandardCharsets;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients what is wrong with their requests, in the form of RFC 9457.
 */
final class HotProblems {

	private static final String TYPE = "application/problem+json";

	private HotProblems() {
	}

	/**
	 * Makes an answer.
	 * @param status status code
	 * @param detail what is wrong, or {@code null} to tell no more than the status does
	 */
	static HotResponse of(int status, @Nullable String detail) {
		StringBuilder json = new StringBuilder("{\"title\":\"")
			.append(HttpResponseStatus.valueOf(status).reasonPhrase())
			.append("\",\"status\":")
			.append(status);
		if (detail != null) {
			json.append(",\"detail\":\"");
			for (int i = 0; i < detail.length(); i++) {
				char c = detail.charAt(i);
				json.append((c < ' ' || c == '"' || c == '\\') ? ' ' : c);
			}
			json.append('"');
		}
		byte[] body = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
		return HotResponse.bytes(body, TYPE).withStatus(status);
	}

}
