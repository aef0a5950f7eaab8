/**
 * The worker room of a house that breaks the rules, for ArchitectureTests.
 */
@NullMarked
package dev.crooked.worker;

import org.jspecify.annotations.NullMarked;
