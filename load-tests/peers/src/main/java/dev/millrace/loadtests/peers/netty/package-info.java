/**
 * Servers on bare Netty. Depends on Netty only.
 */
@NullMarked
package dev.millrace.loadtests.peers.netty;

import org.jspecify.annotations.NullMarked;
