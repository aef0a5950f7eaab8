package dev.crooked.transport;

import dev.crooked.hot.Booted;

/** A feature that imports another feature. */
class Neighbour {

	Booted booted = new Booted();

}
