/**
 * Reads what RFC 9110 and RFC 9112 write down: heads, targets, names, dates, entity tags,
 * codings, and the rules that a request may break. Writes problem details (RFC 9457).
 * Knows bytes and strings, and neither channels nor exchanges. Depends on:
 * {@code worker}, Netty's names of methods, statuses and headers.
 */
@NullMarked
package dev.millrace.exchange.syntax;

import org.jspecify.annotations.NullMarked;
