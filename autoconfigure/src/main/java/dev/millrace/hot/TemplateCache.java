package dev.millrace.hot;

import java.util.List;

import dev.millrace.exchange.PreparedResponse;
import dev.millrace.hot.lane.TwinRequests;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the encoded head of the last answer of a route, because the next answer most
 * often has the same status and headers. Shared by event loops without locks: a loop that
 * sees an old value encodes once more.
 */
final class TemplateCache {

	private final TwinRequests twinRequests;

	private @Nullable Entry last;

	/**
	 * Creates an empty cache.
	 * @param twinRequests what the answers tell caches about
	 */
	TemplateCache(TwinRequests twinRequests) {
		this.twinRequests = twinRequests;
	}

	PreparedResponse.Template get(HotResponse response) {
		Entry entry = this.last;
		if (entry == null || entry.status != response.status() || !entry.sameHeaders(response)) {
			entry = new Entry(response.status(), response.contentType(), response.headers(),
					new PreparedResponse.Template(response.status(), answerHeaders(response)));
			this.last = entry;
		}
		return entry.template;
	}

	/** The headers of an answer from the pipeline. */
	HttpHeaders answerHeaders(HotResponse response) {
		HttpHeaders headers = HotResponseEncoder.headers(response);
		this.twinRequests.addVary(headers);
		return headers;
	}

	private record Entry(int status, @Nullable String contentType, List<String> headers,
			PreparedResponse.Template template) {

		private boolean sameHeaders(HotResponse response) {
			String type = response.contentType();
			return ((type == null) ? this.contentType == null : type.equals(this.contentType))
					&& this.headers.equals(response.headers());
		}

	}

}
