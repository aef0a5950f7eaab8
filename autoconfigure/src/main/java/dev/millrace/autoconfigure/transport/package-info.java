/**
 * Wires the transport and the server. Depends on: the rooms of that feature, {@code
 * autoconfigure}.
 */
@NullMarked
package dev.millrace.autoconfigure.transport;

import org.jspecify.annotations.NullMarked;
