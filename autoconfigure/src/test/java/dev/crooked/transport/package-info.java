/**
 * The transport room of a house that breaks the rules, for ArchitectureTests.
 */
@NullMarked
package dev.crooked.transport;

import org.jspecify.annotations.NullMarked;
