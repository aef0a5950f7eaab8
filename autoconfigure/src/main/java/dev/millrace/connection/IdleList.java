package dev.millrace.connection;

import org.jspecify.annotations.Nullable;

/**
 * The idle connections of one event loop, the longest idle first: joining, leaving and
 * looking at the first are a few pointer writes. Confined to the loop.
 */
final class IdleList {

	private final Node head = new Node(null);

	IdleList() {
		this.head.previous = this.head;
		this.head.next = this.head;
	}

	/**
	 * A connection's place in the list, made once with the connection.
	 */
	static final class Node {

		private final @Nullable ServerConnection connection;

		private @Nullable Node previous;

		private @Nullable Node next;

		private long sinceNanos;

		Node(@Nullable ServerConnection connection) {
			this.connection = connection;
		}

	}

	void add(Node node, long sinceNanos) {
		remove(node);
		node.sinceNanos = sinceNanos;
		Node last = this.head.previous;
		assert last != null;
		node.previous = last;
		node.next = this.head;
		last.next = node;
		this.head.previous = node;
	}

	void remove(Node node) {
		Node previous = node.previous;
		Node next = node.next;
		if (previous != null && next != null) {
			previous.next = next;
			next.previous = previous;
			node.previous = null;
			node.next = null;
		}
	}

	/**
	 * Takes out the connection that has been idle for the longest.
	 * @param beforeNanos only if it has been idle since before this time
	 * @return the connection, or {@code null}
	 */
	@Nullable ServerConnection pollIdleSince(long beforeNanos) {
		Node first = this.head.next;
		if (first == null || first == this.head || first.sinceNanos - beforeNanos > 0) {
			return null;
		}
		remove(first);
		return first.connection;
	}

}
