/**
 * Finds out who the client is behind trusted proxies. Depends on: {@code connection},
 * {@code connection.proxy}, {@code exchange}, {@code exchange.syntax}, Netty's headers.
 */
@NullMarked
package dev.millrace.exchange.forwarded;

import org.jspecify.annotations.NullMarked;
