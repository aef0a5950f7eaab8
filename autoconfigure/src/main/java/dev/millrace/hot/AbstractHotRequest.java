package dev.millrace.hot;

import java.lang.reflect.Type;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What requests of both lanes have in common.
 */
abstract class AbstractHotRequest implements HotRequest {

	private final HotJson json;

	private byte[] body = new byte[0];

	AbstractHotRequest(HotJson json) {
		this.json = json;
	}

	abstract @Nullable String query();

	void body(byte[] bytes) {
		this.body = bytes;
	}

	@Override
	public byte[] body() {
		return this.body;
	}

	@Override
	public @Nullable String queryParam(String name) {
		List<String> values = queryParams(name);
		return values.isEmpty() ? null : values.get(0);
	}

	@Override
	public List<String> queryParams(String name) {
		String query = query();
		return (query != null) ? HotQuery.values(query, name) : List.of();
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> T json(Type type) {
		String contentType = contentType();
		int end = contentType.indexOf(';');
		String mediaType = ((end < 0) ? contentType : contentType.substring(0, end)).trim();
		if (!mediaType.equalsIgnoreCase("application/json")
				&& !mediaType.regionMatches(true, mediaType.length() - 5, "+json", 0, 5)) {
			throw new HotRequestException(415, "Expected JSON");
		}
		return (T) this.json.read(this.body, type);
	}

}
