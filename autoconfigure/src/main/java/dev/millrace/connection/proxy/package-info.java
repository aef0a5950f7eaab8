/**
 * Knows trusted proxies, and takes the address of a client from the PROXY header that one
 * of them sends. Depends on: {@code connection}, {@code connection.accept}, {@code
 * worker}, Netty.
 */
@NullMarked
package dev.millrace.connection.proxy;

import org.jspecify.annotations.NullMarked;
