/**
 * Gatling simulations and the building blocks they share. Depends on Gatling only and
 * knows a server by its URL, so that it can be run by anyone.
 */
@NullMarked
package dev.millrace.loadtests.simulations;

import org.jspecify.annotations.NullMarked;
