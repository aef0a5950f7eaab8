package dev.millrace.hot.path;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds the most specific of the patterns that match a path: a node for each prefix of
 * segments, with what may follow it. Immutable once the table is built.
 */
public final class PathTree {

	private final Map<String, PathTree> literals = new HashMap<>();

	private @Nullable PathTree variable;

	private @Nullable PathTree rest;

	private @Nullable PathEndpoint endpoint;

	/**
	 * The best rank at this node or below it: a branch whose best rank is worse than one
	 * already found is skipped.
	 */
	private int best = Integer.MAX_VALUE;

	/** Whether no pattern was added. */
	public boolean isEmpty() {
		return this.literals.isEmpty() && this.variable == null && this.rest == null;
	}

	/**
	 * Adds a pattern.
	 * @param segments its segments in order
	 * @param added what is served under it
	 */
	public void add(List<HotPattern.Segment> segments, PathEndpoint added) {
		this.best = Math.min(this.best, added.rank());
		if (segments.isEmpty()) {
			this.endpoint = added;
		}
		else {
			child(segments.get(0)).add(segments.subList(1, segments.size()), added);
		}
	}

	private PathTree child(HotPattern.Segment segment) {
		return switch (segment.type()) {
			case LITERAL -> this.literals.computeIfAbsent(segment.text(), (text) -> new PathTree());
			case VARIABLE -> {
				this.variable = (this.variable != null) ? this.variable : new PathTree();
				yield this.variable;
			}
			case REST -> {
				this.rest = (this.rest != null) ? this.rest : new PathTree();
				yield this.rest;
			}
		};
	}

	/**
	 * Finds the best endpoint below this node.
	 * @param path the path
	 * @param start where the next segment begins
	 * @param variables how many variables were matched so far
	 * @param method the request method
	 * @param bound the rank to beat
	 * @return the match, {@code null} if there is none of a better rank
	 */
	public @Nullable PathMatch find(String path, int start, int variables, String method, int bound) {
		int slash = path.indexOf('/', start);
		int end = (slash < 0) ? path.length() : slash;
		int toBeat = bound;
		PathMatch found = null;
		PathTree literal = this.literals.isEmpty() ? null : this.literals.get(path.substring(start, end));
		if (literal != null && literal.best < toBeat) {
			found = literal.next(path, slash, variables, method, toBeat);
			toBeat = (found != null) ? found.endpoint().rank() : toBeat;
		}
		if (this.variable != null && end > start && this.variable.best < toBeat) {
			PathMatch match = this.variable.next(path, slash, variables + 1, method, toBeat);
			if (match != null) {
				match.capture(variables, start, end);
				found = match;
				toBeat = match.endpoint().rank();
			}
		}
		PathMatch all = rest(path, start - 1, variables, method, toBeat);
		return (all != null) ? all : found;
	}

	private @Nullable PathMatch next(String path, int slash, int variables, String method, int bound) {
		if (slash >= 0) {
			return find(path, slash + 1, variables, method, bound);
		}
		if (this.endpoint != null && this.endpoint.rank() < bound && this.endpoint.serves(method)) {
			PathMatch match = new PathMatch(this.endpoint, path, variables);
			PathMatch all = rest(path, path.length(), variables, method, this.endpoint.rank());
			return (all != null) ? all : match;
		}
		return rest(path, path.length(), variables, method, bound);
	}

	private @Nullable PathMatch rest(String path, int start, int variables, String method, int bound) {
		PathEndpoint all = (this.rest != null) ? this.rest.endpoint : null;
		if (all == null || all.rank() >= bound || !all.serves(method)) {
			return null;
		}
		PathMatch match = new PathMatch(all, path, variables + 1);
		match.capture(variables, start, path.length());
		return match;
	}

}
