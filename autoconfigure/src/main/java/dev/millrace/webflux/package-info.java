/**
 * Makes Spring WebFlux itself cheaper without taking a stage away: filters, dispatcher,
 * codecs and observations all run. Depends on: {@code connection}, {@code worker}, Spring
 * WebFlux, Reactor Netty.
 */
@NullMarked
package dev.millrace.webflux;

import org.jspecify.annotations.NullMarked;
