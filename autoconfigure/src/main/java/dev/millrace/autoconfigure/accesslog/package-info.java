/**
 * Wires the access log. Depends on: the rooms of that feature, {@code autoconfigure}.
 */
@NullMarked
package dev.millrace.autoconfigure.accesslog;

import org.jspecify.annotations.NullMarked;
