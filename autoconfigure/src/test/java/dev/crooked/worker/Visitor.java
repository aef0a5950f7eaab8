package dev.crooked.worker;

import dev.crooked.attic.Stranger;

/** Imports from a room outside the table. */
class Visitor {

	Stranger stranger = new Stranger();

}
