/**
 * A server on bare Reactor Netty. Depends on Reactor Netty only.
 */
@NullMarked
package dev.millrace.loadtests.peers.reactor;

import org.jspecify.annotations.NullMarked;
