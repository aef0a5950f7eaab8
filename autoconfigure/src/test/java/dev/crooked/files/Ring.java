package dev.crooked.files;

import org.jspecify.annotations.Nullable;

/**
 * The first of three classes that know each other in a circle; the fourth of the package
 * takes no part. Its state can be changed by the others.
 */
class Ring {

	@Nullable Chain next;

	protected int turns;

	final int size = 1;

}
