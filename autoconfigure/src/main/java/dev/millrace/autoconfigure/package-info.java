/**
 * Wires Millrace into a Spring Boot application: a package per feature, which holds its
 * auto-configuration, its properties and no logic. Here is what they share. Depends on:
 * everything; nothing depends on it.
 */
@NullMarked
package dev.millrace.autoconfigure;

import org.jspecify.annotations.NullMarked;
