/**
 * A room without null marks, for ArchitectureTests.
 */
package dev.crooked.cache;
