/**
 * The exchange room of a house that breaks the rules, for ArchitectureTests.
 */
@NullMarked
package dev.crooked.exchange;

import org.jspecify.annotations.NullMarked;
