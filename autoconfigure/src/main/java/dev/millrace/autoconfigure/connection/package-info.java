/**
 * Wires connections, their limits and deadlines. Depends on: {@code autoconfigure},
 * {@code autoconfigure.exchange}, {@code connection}, {@code connection.accept}, {@code
 * transport}, {@code transport.server}, {@code worker}.
 */
@NullMarked
package dev.millrace.autoconfigure.connection;

import org.jspecify.annotations.NullMarked;
