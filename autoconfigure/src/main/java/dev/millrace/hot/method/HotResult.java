package dev.millrace.hot.method;

import java.lang.reflect.Type;
import java.util.List;

import dev.millrace.hot.HotJson;
import dev.millrace.hot.HotRequest;
import dev.millrace.hot.HotResponse;
import org.jspecify.annotations.Nullable;

/**
 * Makes the answer of what a controller's method returns, as WebFlux does.
 *
 * @param type what it returns, or what the {@code Mono} gives
 * @param mediaType type of the answer, without parameters
 * @param status status of the answer
 * @param json writes JSON
 */
record HotResult(Type type, String mediaType, int status, HotJson json) {

	/** Whether a client takes the answer without choosing. */
	boolean accepted(HotRequest request) {
		List<String> accept = request.headers("accept");
		if (accept.isEmpty()) {
			return true;
		}
		String wanted = accept.get(0).trim();
		return accept.size() == 1 && (wanted.equals("*/*") || wanted.equalsIgnoreCase(this.mediaType));
	}

	HotResponse of(@Nullable Object value) {
		if (value == null) {
			return HotResponse.status(this.status);
		}
		HotResponse response = (this.type == String.class) ? HotResponse.text(value.toString())
				: HotResponse.bytes(bytes(value), this.mediaType);
		return (this.status == 200) ? response : response.withStatus(this.status);
	}

	private byte[] bytes(Object value) {
		if (value instanceof byte[] bytes && this.type == byte[].class) {
			return bytes;
		}
		return this.json.write(value, this.type);
	}

}
