/**
 * Finds out who the client is behind trusted proxies. Depends on: {@code
 * connection.proxy}, {@code exchange}.
 */
@NullMarked
package dev.millrace.exchange.forwarded;

import org.jspecify.annotations.NullMarked;
