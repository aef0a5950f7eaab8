/**
 * Makes hot routes of the methods of controllers that have {@code @Hot}, and leaves those
 * to WebFlux that it could not serve as WebFlux does. Internal: only {@code HotMethods}
 * is public, for the wiring. Depends on: {@code hot}, {@code hot.path}, Spring WebFlux.
 */
@NullMarked
package dev.millrace.hot.method;

import org.jspecify.annotations.NullMarked;
