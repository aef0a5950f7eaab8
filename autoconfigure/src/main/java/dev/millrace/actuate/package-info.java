/**
 * Shows what the features know: endpoints and meters over their snapshots, without logic
 * of their own. Depends on: every feature and Spring Boot's actuator.
 */
@NullMarked
package dev.millrace.actuate;

import org.jspecify.annotations.NullMarked;
