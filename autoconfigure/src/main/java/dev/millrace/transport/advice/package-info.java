/**
 * Says at the start what is in force and what is wrong, and keeps it for the actuator.
 * Depends on: {@code connection}, {@code exchange}, {@code exchange.foreign}, {@code
 * transport}, {@code transport.server}, Reactor Netty.
 */
@NullMarked
package dev.millrace.transport.advice;

import org.jspecify.annotations.NullMarked;
