package dev.crooked.files;

/**
 * The third class of the circle.
 */
class Link {

	private final Ring ring = new Ring();

	int size() {
		return this.ring.size;
	}

}
