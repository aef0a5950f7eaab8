/**
 * Decides, once the application is complete and before its port opens, which hot routes
 * are answered from the pipeline, and refuses those that hide a mapping. Internal: only
 * {@code HotStartup} is public, for the wiring. Depends on: {@code exchange},
 * {@code hot}, {@code hot.lane}, {@code hot.path}, Spring WebFlux.
 */
@NullMarked
package dev.millrace.hot.startup;

import org.jspecify.annotations.NullMarked;
