/**
 * Reports keys of Millrace in the configuration of an application which nothing reads.
 * Depends on: the properties of all features.
 */
@NullMarked
package dev.millrace.autoconfigure.keys;

import org.jspecify.annotations.NullMarked;
