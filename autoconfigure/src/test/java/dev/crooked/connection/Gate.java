package dev.crooked.connection;

import dev.crooked.worker.Upward;
import org.jspecify.annotations.Nullable;

/**
 * Imports from the floor below, as it may.
 */
public class Gate {

	@Nullable Upward upward;

	byte[][] bytes = new byte[0][];

	Upward[] several = new Upward[0];

}
