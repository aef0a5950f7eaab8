package dev.crooked.worker;

import dev.crooked.connection.Gate;

/**
 * Imports from the floor above, and so makes a circle.
 */
public class Upward {

	Gate gate = new Gate();

}
