/**
 * Builds the web server and the pipeline of each connection, and finds out what an
 * application has set on Reactor Netty. Depends on: {@code connection}, {@code
 * connection.proxy}, {@code exchange}, {@code exchange.foreign}, {@code exchange.http1},
 * {@code exchange.http2}, {@code exchange.message}, {@code transport}, {@code
 * transport.drain}, Spring Boot's and Reactor Netty's server.
 */
@NullMarked
package dev.millrace.transport.server;

import org.jspecify.annotations.NullMarked;
