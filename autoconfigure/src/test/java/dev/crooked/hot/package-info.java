/**
 * The hot room of a house that breaks the rules, for ArchitectureTests.
 */
@NullMarked
package dev.crooked.hot;

import org.jspecify.annotations.NullMarked;
