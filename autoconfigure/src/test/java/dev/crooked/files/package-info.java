/**
 * The files room of a house that breaks the rules of structure, for ArchitectureTests.
 */
@NullMarked
package dev.crooked.files;

import org.jspecify.annotations.NullMarked;
