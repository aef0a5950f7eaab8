package dev.millrace.hot;

import dev.millrace.exchange.Route;
import org.jspecify.annotations.Nullable;

/**
 * A path that matched a pattern, and where its variables are in it.
 */
final class HotMatch implements Route {

	private final HotEndpoint endpoint;

	private final String path;

	private final int[] bounds;

	HotMatch(HotEndpoint endpoint, String path, int variables) {
		this.endpoint = endpoint;
		this.path = path;
		this.bounds = new int[2 * variables];
	}

	/** The endpoint that was found, {@code null} if none was. */
	static @Nullable HotEndpoint endpoint(@Nullable Route found) {
		return (found instanceof HotMatch match) ? match.endpoint() : (HotEndpoint) found;
	}

	void capture(int variable, int start, int end) {
		this.bounds[2 * variable] = start;
		this.bounds[2 * variable + 1] = end;
	}

	HotEndpoint endpoint() {
		return this.endpoint;
	}

	/** The value of a variable by its place, not decoded. */
	String variable(int index) {
		return this.path.substring(this.bounds[2 * index], this.bounds[2 * index + 1]);
	}

	@Override
	public String pattern() {
		return this.endpoint.pattern();
	}

}
