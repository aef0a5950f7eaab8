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

	static final String JSON = "application/json";

	PreparedResponse encode(HotResponse response, TemplateCache templates) {
		return templates.get(response).with(body(response));
	}

	byte[] body(HotResponse response) {
		Object value = response.json();
		return (value != null) ? this.json.write(value) : response.body();
	}

}
