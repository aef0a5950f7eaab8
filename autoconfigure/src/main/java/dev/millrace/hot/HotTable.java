package dev.millrace.hot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * All hot routes, found by path: exact paths by hash, patterns by a tree of segments in
 * which literals come before variables and those before the rest. Immutable.
 */
final class HotTable {

	static final HotTable EMPTY = new HotTable(List.of());

	private final Map<String, HotEndpoint> exact = new HashMap<>();

	private final Node root = new Node();

	private final List<HotEndpoint> endpoints = new ArrayList<>();

	HotTable(List<HotLane> lanes) {
		Map<String, List<HotLane>> byShape = new HashMap<>();
		for (HotLane lane : lanes) {
			byShape.computeIfAbsent(lane.pattern().shape(), (shape) -> new ArrayList<>()).add(lane);
		}
		byShape.values().forEach((same) -> add(new HotEndpoint(same)));
	}

	private void add(HotEndpoint endpoint) {
		this.endpoints.add(endpoint);
		HotPattern pattern = endpoint.patternOfFirst();
		if (pattern.exact()) {
			this.exact.put(pattern.text(), endpoint);
			return;
		}
		Node node = this.root;
		for (HotPattern.Segment segment : pattern.segments()) {
			node = node.child(segment);
		}
		node.endpoint = endpoint;
	}

	List<HotEndpoint> endpoints() {
		return this.endpoints;
	}

	@Nullable HotEndpoint findExact(String path) {
		return this.exact.get(path);
	}

	/**
	 * Finds the most specific pattern.
	 * @param path the path, not decoded
	 * @return the match, or {@code null}
	 */
	@Nullable HotMatch find(String path) {
		if (this.root.isEmpty() || path.isEmpty() || path.charAt(0) != '/' || HotPaths.isAmbiguous(path)) {
			return null;
		}
		return this.root.find(path, 1, 0);
	}

	/**
	 * What may follow a prefix of segments.
	 */
	private static final class Node {

		private final Map<String, Node> literals = new HashMap<>();

		private @Nullable Node variable;

		private @Nullable Node rest;

		private @Nullable HotEndpoint endpoint;

		private boolean isEmpty() {
			return this.literals.isEmpty() && this.variable == null && this.rest == null;
		}

		private Node child(HotPattern.Segment segment) {
			return switch (segment.type()) {
				case LITERAL -> this.literals.computeIfAbsent(segment.text(), (text) -> new Node());
				case VARIABLE -> {
					this.variable = (this.variable != null) ? this.variable : new Node();
					yield this.variable;
				}
				case REST -> {
					this.rest = (this.rest != null) ? this.rest : new Node();
					yield this.rest;
				}
			};
		}

		private @Nullable HotMatch find(String path, int start, int variables) {
			int slash = path.indexOf('/', start);
			int end = (slash < 0) ? path.length() : slash;
			Node literal = this.literals.isEmpty() ? null : this.literals.get(path.substring(start, end));
			HotMatch match = (literal != null) ? literal.next(path, slash, variables) : null;
			if (match == null && this.variable != null && end > start) {
				match = this.variable.next(path, slash, variables + 1);
				if (match != null) {
					match.capture(variables, start, end);
				}
			}
			if (match == null && this.rest != null && this.rest.endpoint != null) {
				match = new HotMatch(this.rest.endpoint, path, variables + 1);
				match.capture(variables, start - 1, path.length());
			}
			return match;
		}

		private @Nullable HotMatch next(String path, int slash, int variables) {
			if (slash >= 0) {
				return find(path, slash + 1, variables);
			}
			if (this.endpoint != null) {
				return new HotMatch(this.endpoint, path, variables);
			}
			if (this.rest != null && this.rest.endpoint != null) {
				HotMatch match = new HotMatch(this.rest.endpoint, path, variables + 1);
				match.capture(variables, path.length(), path.length());
				return match;
			}
			return null;
		}

	}

}
