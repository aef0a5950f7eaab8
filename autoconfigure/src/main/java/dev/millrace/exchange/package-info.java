/**
 * Carries one request and its response through the filters: one
 * {@link dev.millrace.exchange.Exchange} per request, the contract of
 * {@link dev.millrace.exchange.ExchangeFilter}, and the pipeline handlers that keep it on
 * every protocol. Depends on: {@code connection}, {@code exchange.foreign}, {@code
 * exchange.message}, {@code exchange.syntax}, {@code worker}, Netty and Reactor Netty.
 */
@NullMarked
package dev.millrace.exchange;

import org.jspecify.annotations.NullMarked;
