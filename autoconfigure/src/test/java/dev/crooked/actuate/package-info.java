/**
 * The actuate room of a house that breaks the rules, for ArchitectureTests.
 */
@NullMarked
package dev.crooked.actuate;

import org.jspecify.annotations.NullMarked;
