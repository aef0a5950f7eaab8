package dev.crooked.transport;

/** Properties outside the wiring. */
record StrayProperties(int size) {

}
