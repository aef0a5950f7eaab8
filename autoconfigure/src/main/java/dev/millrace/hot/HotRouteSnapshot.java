package dev.millrace.hot;

import org.jspecify.annotations.Nullable;

/**
 * A hot route as it was at one moment.
 *
 * @param method request method
 * @param pattern path pattern, base path included
 * @param kind in which way it answers
 * @param lane {@code object} if it is answered from the pipeline, else {@code webflux}
 * @param because why it is left to WebFlux, or {@code null}
 * @param requests requests answered from the pipeline
 * @param errors requests whose handler failed
 */
public record HotRouteSnapshot(String method, String pattern, HotKind kind, String lane, @Nullable String because,
		long requests, long errors) {
}
