/**
 * Shows what the features know: endpoints and meters over their snapshots, without logic
 * of their own. Depends on: {@code accesslog}, {@code connection}, {@code
 * connection.accept}, {@code exchange}, {@code exchange.foreign}, {@code
 * exchange.forwarded}, {@code exchange.syntax}, {@code hot}, {@code hot.timing}, {@code
 * transport}, {@code transport.advice}, {@code transport.drain}, {@code
 * transport.server}, {@code worker}, Spring Boot's actuator.
 */
@NullMarked
package dev.millrace.actuate;

import org.jspecify.annotations.NullMarked;
