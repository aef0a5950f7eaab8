/**
 * A server on Vert.x. Depends on Vert.x only.
 */
@NullMarked
package dev.millrace.loadtests.peers.vertx;

import org.jspecify.annotations.NullMarked;
