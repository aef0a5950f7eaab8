package dev.millrace.hot.path;

import dev.millrace.exchange.Route;

/**
 * A path that matched a pattern, and where its variables are in it.
 */
public final class PathMatch implements Route {

	private final PathEndpoint endpoint;

	private final String path;

	private final int[] bounds;

	PathMatch(PathEndpoint endpoint, String path, int variables) {
		this.endpoint = endpoint;
		this.path = path;
		this.bounds = new int[2 * variables];
	}

	void capture(int variable, int start, int end) {
		this.bounds[2 * variable] = start;
		this.bounds[2 * variable + 1] = end;
	}

	/** What is served under the pattern. */
	public PathEndpoint endpoint() {
		return this.endpoint;
	}

	/** The value of a variable by its place, not decoded. */
	public String variable(int index) {
		return this.path.substring(this.bounds[2 * index], this.bounds[2 * index + 1]);
	}

	@Override
	public String pattern() {
		return this.endpoint.pattern();
	}

}
