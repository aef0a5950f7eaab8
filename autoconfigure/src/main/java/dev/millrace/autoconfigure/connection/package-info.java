/**
 * Wires connections, their limits and deadlines. Depends on: the rooms of that feature,
 * {@code autoconfigure}.
 */
@NullMarked
package dev.millrace.autoconfigure.connection;

import org.jspecify.annotations.NullMarked;
