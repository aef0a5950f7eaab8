package dev.millrace.hot;

import dev.millrace.exchange.PreparedResponse;

/**
 * Encodes answers of hot routes.
 *
 * @param json writes JSON
 */
record HotResponseEncoder(HotJson json) {

	/** Type of text answers: with the charset, as WebFlux sends it. */
	static final String TEXT = "text/plain;charset=UTF-8";

	private static final byte[] NO_BODY = new byte[0];

	static final String JSON = "application/json";

	PreparedResponse encode(HotResponse response, TemplateCache templates) {
		return templates.get(response).with(body(response));
	}

	byte[] body(HotResponse response) {
		if (response.status() == 204 || response.status() == 205 || response.status() == 304) {
			return NO_BODY;
		}
		Object value = response.json();
		return (value != null) ? this.json.write(value) : response.body();
	}

}
