/**
 * The connection room of a house that breaks the rules, for ArchitectureTests.
 */
@NullMarked
package dev.crooked.connection;

import org.jspecify.annotations.NullMarked;
