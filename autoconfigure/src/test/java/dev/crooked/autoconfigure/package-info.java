/**
 * The autoconfigure room of a house that breaks the rules, for ArchitectureTests.
 */
@NullMarked
package dev.crooked.autoconfigure;

import org.jspecify.annotations.NullMarked;
