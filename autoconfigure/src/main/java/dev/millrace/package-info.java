/**
 * Millrace: a tuned Reactor Netty for Spring Boot.
 */
@NullMarked
package dev.millrace;

import org.jspecify.annotations.NullMarked;
