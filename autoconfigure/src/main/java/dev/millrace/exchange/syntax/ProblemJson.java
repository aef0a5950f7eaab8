package dev.millrace.exchange.syntax;

import java.nio.charset.StandardCharsets;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Writes problem details, RFC 9457, in JSON: {@code title}, {@code status} and, where
 * there is one, {@code detail}.
 */
public final class ProblemJson {

	/** The media type. */
	public static final String MEDIA_TYPE = "application/problem+json";

	private ProblemJson() {
	}

	/**
	 * Writes a problem.
	 * @param status status code, whose reason phrase is the title
	 * @param detail what is wrong with the request, or {@code null} to tell no more than
	 * the status does; control characters, quotation marks and backslashes are replaced
	 * by spaces
	 * @return the document in UTF-8
	 */
	public static byte[] of(int status, @Nullable String detail) {
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
		return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
	}

}
