package dev.millrace.hot;

import dev.millrace.exchange.PreparedResponse;

/**
 * Encodes answers of hot routes.
 *
 * @param json writes JSON
 */
record HotResponseEncoder(HotJson json) {

	private static final byte[] NO_BODY = new byte[0];

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
