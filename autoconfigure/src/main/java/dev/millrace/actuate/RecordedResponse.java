package dev.millrace.actuate;

import java.util.List;
import java.util.Map;

import dev.millrace.exchange.ResponseHead;

import org.springframework.boot.actuate.web.exchanges.RecordableHttpResponse;

/**
 * The head of a response as {@code /actuator/httpexchanges} shows it.
 *
 * @param head status and headers
 */
record RecordedResponse(ResponseHead head) implements RecordableHttpResponse {

	@Override
	public int getStatus() {
		return this.head.status();
	}

	@Override
	public Map<String, List<String>> getHeaders() {
		return RecordedRequest.toMap(this.head.copyHeaders());
	}

}
