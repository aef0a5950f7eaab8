package dev.millrace.exchange.syntax;

import java.util.List;

import io.netty.handler.codec.http.HttpHeaderValues;
import org.jspecify.annotations.Nullable;

/**
 * The value of Transfer-Encoding: chunked is the one coding that is understood.
 */
public final class TransferCodings {

	private TransferCodings() {
	}

	public static @Nullable HttpRule check(List<String> values) {
		boolean chunked = false;
		HttpRule broken = null;
		for (String value : values) {
			int start = 0;
			while (start <= value.length()) {
				int comma = value.indexOf(',', start);
				int end = (comma < 0) ? value.length() : comma;
				String coding = value.substring(start, end).strip();
				if (chunked) {
					return HttpRule.CHUNKED_LAST;
				}
				chunked = HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding);
				if (!chunked) {
					broken = HttpRule.UNKNOWN_CODING;
				}
				start = end + 1;
			}
		}
		return broken;
	}

}
