package dev.crooked.autoconfigure;

/** Properties that can change after binding. */
class MutableProperties {

	int size;

}
