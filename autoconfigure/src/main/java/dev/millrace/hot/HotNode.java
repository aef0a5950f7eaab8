package dev.millrace.hot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What may follow a prefix of segments. Immutable once the table is built.
 */
final class HotNode {

	private final Map<String, HotNode> literals = new HashMap<>();

	private @Nullable HotNode variable;

	private @Nullable HotNode rest;

	private @Nullable HotEndpoint endpoint;

	/** The best rank at this node or below: branches that cannot win are not taken. */
	private int best = Integer.MAX_VALUE;

	boolean isEmpty() {
		return this.literals.isEmpty() && this.variable == null && this.rest == null;
	}

	void add(List<HotPattern.Segment> segments, HotEndpoint added) {
		this.best = Math.min(this.best, added.rank());
		if (segments.isEmpty()) {
			this.endpoint = added;
		}
		else {
			child(segments.get(0)).add(segments.subList(1, segments.size()), added);
		}
	}

	private HotNode child(HotPattern.Segment segment) {
		return switch (segment.type()) {
			case LITERAL -> this.literals.computeIfAbsent(segment.text(), (text) -> new HotNode());
			case VARIABLE -> {
				this.variable = (this.variable != null) ? this.variable : new HotNode();
				yield this.variable;
			}
			case REST -> {
				this.rest = (this.rest != null) ? this.rest : new HotNode();
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
	 */
	@Nullable HotMatch find(String path, int start, int variables, String method, int bound) {
		int slash = path.indexOf('/', start);
		int end = (slash < 0) ? path.length() : slash;
		int toBeat = bound;
		HotMatch found = null;
		HotNode literal = this.literals.isEmpty() ? null : this.literals.get(path.substring(start, end));
		if (literal != null && literal.best < toBeat) {
			found = literal.next(path, slash, variables, method, toBeat);
			toBeat = (found != null) ? found.endpoint().rank() : toBeat;
		}
		if (this.variable != null && end > start && this.variable.best < toBeat) {
			HotMatch match = this.variable.next(path, slash, variables + 1, method, toBeat);
			if (match != null) {
				match.capture(variables, start, end);
				found = match;
				toBeat = match.endpoint().rank();
			}
		}
		HotMatch all = rest(path, start - 1, variables, method, toBeat);
		return (all != null) ? all : found;
	}

	private @Nullable HotMatch next(String path, int slash, int variables, String method, int bound) {
		if (slash >= 0) {
			return find(path, slash + 1, variables, method, bound);
		}
		if (this.endpoint != null && this.endpoint.rank() < bound && this.endpoint.serves(method)) {
			HotMatch match = new HotMatch(this.endpoint, path, variables);
			HotMatch all = rest(path, path.length(), variables, method, this.endpoint.rank());
			return (all != null) ? all : match;
		}
		return rest(path, path.length(), variables, method, bound);
	}

	private @Nullable HotMatch rest(String path, int start, int variables, String method, int bound) {
		HotEndpoint all = (this.rest != null) ? this.rest.endpoint : null;
		if (all == null || all.rank() >= bound || !all.serves(method)) {
			return null;
		}
		HotMatch match = new HotMatch(all, path, variables + 1);
		match.capture(variables, start, path.length());
		return match;
	}

}
