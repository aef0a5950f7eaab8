/**
 * Builds and tunes the server: loops, listeners, sockets, pipelines, drain. Depends on:
 * {@code worker}, {@code connection}, {@code exchange}, Spring Boot's and Reactor Netty's
 * server.
 */
@NullMarked
package dev.millrace.transport;

import org.jspecify.annotations.NullMarked;
