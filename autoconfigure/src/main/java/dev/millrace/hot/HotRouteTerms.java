package dev.millrace.hot;

import java.time.Duration;
import java.util.Set;

import dev.millrace.exchange.ExchangeFilter;
import org.jspecify.annotations.Nullable;

/**
 * The terms on which a route answers, as its builder was told them.
 *
 * @param permitAll whether anyone may use the route
 * @param authorizer decides who may use it, {@code null} if none does
 * @param exclusive whether methods that no route has on the path are answered with 405
 * @param overrides whether the route may hide a mapping of WebFlux
 * @param observed whether each request is recorded as an observation
 * @param bodyLimit most bytes of a body that are read, -1 where the body is not
 * @param timeout the time that a handler may take, {@code null} for any
 * @param without the filters that the route does without
 */
record HotRouteTerms(boolean permitAll, @Nullable HotAuthorizer authorizer, boolean exclusive, boolean overrides,
		boolean observed, int bodyLimit, @Nullable Duration timeout, Set<Class<? extends ExchangeFilter>> without) {
}
