/**
 * Makes Spring WebFlux itself cheaper without taking a stage away: filters, dispatcher,
 * codecs and observations all run. Depends on Spring WebFlux alone.
 */
@NullMarked
package dev.millrace.webflux;

import org.jspecify.annotations.NullMarked;
