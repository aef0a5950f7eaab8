/**
 * Sample application: each route of Millrace once. The routes that will be answered
 * straight from the Netty pipeline stand in one class; their twins, and what only WebFlux
 * can serve, have a class each.
 */
@NullMarked
package dev.millrace.sample;

import org.jspecify.annotations.NullMarked;
