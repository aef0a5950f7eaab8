package dev.millrace.hot;

import java.lang.reflect.Type;
import java.util.List;

import dev.millrace.hot.path.HotPattern;
import org.jspecify.annotations.Nullable;

/**
 * The part that requests through the pipeline and requests through WebFlux have in
 * common. Internal: applications see {@link HotRequest}.
 */
public abstract class AbstractHotRequest implements HotRequest {

	private final HotPattern pattern;

	private final HotJson json;

	private byte @Nullable [] body;

	/**
	 * Creates a request.
	 * @param pattern the pattern of its route
	 * @param json reads JSON
	 */
	protected AbstractHotRequest(HotPattern pattern, HotJson json) {
		this.pattern = pattern;
		this.json = json;
	}

	/**
	 * Returns a variable of the path.
	 * @param index its place among the variables
	 * @return its value, not decoded
	 */
	protected abstract String variable(int index);

	/**
	 * Returns the query.
	 * @return the query, not decoded, {@code null} if there is none
	 */
	protected abstract @Nullable String query();

	/**
	 * Says what the body is, once it was read.
	 * @param bytes the body
	 */
	protected void body(byte[] bytes) {
		this.body = bytes;
	}

	@Override
	public byte[] body() {
		if (this.body == null) {
			throw new IllegalStateException("No body was read: the route must say '.maxBody(...)', and authorizers "
					+ "are asked before it is read");
		}
		return this.body;
	}

	@Override
	public String pathVariable(String name) {
		int index = this.pattern.indexOf(name);
		if (index < 0) {
			throw new IllegalArgumentException("Pattern " + this.pattern.text() + " has no variable '" + name + "'");
		}
		return HotQuery.decode(variable(index), false);
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
		byte[] bytes = body();
		if (!isJson(contentType())) {
			throw new HotRequestException(415, "Expected JSON");
		}
		Object value = this.json.read(bytes, type);
		if (value == null) {
			throw new HotRequestException(400, "The body is null");
		}
		return (T) value;
	}

	static boolean isJson(String contentType) {
		int end = contentType.indexOf(';');
		String mediaType = ((end < 0) ? contentType : contentType.substring(0, end)).trim();
		return mediaType.equalsIgnoreCase("application/json")
				|| mediaType.regionMatches(true, mediaType.length() - 5, "+json", 0, 5);
	}

}
