/**
 * Reads and matches the paths of hot routes: patterns, the tree that finds the most
 * specific of them, paths that can be read in more than one way. Internal: its classes
 * are public for {@code hot} and the rooms within only. Depends on: {@code exchange},
 * {@code exchange.syntax}.
 */
@NullMarked
package dev.millrace.hot.path;

import org.jspecify.annotations.NullMarked;
