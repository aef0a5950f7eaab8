package dev.crooked.files;

/**
 * A class that knows the circle and is not known by it.
 */
class Hook {

	private final Ring ring = new Ring();

	int size() {
		return this.ring.size;
	}

}
