/**
 * Wires the access log. Depends on: {@code accesslog}, {@code actuate}, {@code
 * autoconfigure}, {@code autoconfigure.exchange}, {@code exchange}.
 */
@NullMarked
package dev.millrace.autoconfigure.accesslog;

import org.jspecify.annotations.NullMarked;
