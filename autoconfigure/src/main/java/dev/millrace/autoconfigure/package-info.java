/**
 * Wires Millrace into a Spring Boot application: one auto-configuration and its
 * properties per feature, and no logic. Depends on: everything; nothing depends on it.
 */
@NullMarked
package dev.millrace.autoconfigure;

import org.jspecify.annotations.NullMarked;
