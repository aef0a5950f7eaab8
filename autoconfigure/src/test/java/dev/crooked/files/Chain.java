package dev.crooked.files;

import org.jspecify.annotations.Nullable;

/**
 * The second class of the circle. Its methods work on the state of another.
 */
class Chain {

	private final Link last = new Link();

	static void turn(Link link, Ring ring) {
		ring.turns++;
	}

	static void turn(@Nullable Ring ring, int times) {
		if (ring != null) {
			ring.turns += times;
		}
	}

	Link last() {
		return this.last;
	}

}
