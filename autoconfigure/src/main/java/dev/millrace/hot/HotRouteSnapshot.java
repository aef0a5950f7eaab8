package dev.millrace.hot;

import java.util.List;
import java.util.Map;

import dev.millrace.exchange.FilterChain;

import dev.millrace.worker.ServiceTimes.Percentiles;
import org.jspecify.annotations.Nullable;

/**
 * A hot route as it was at one moment.
 *
 * @param method request method
 * @param pattern path pattern, base path included
 * @param kind in which way it answers
 * @param lane {@code byte} if the pipeline answers plain requests from their bytes,
 * {@code object} if it makes objects of all of them, else {@code webflux}
 * @param because why it is not answered on a quicker lane, or {@code null}; that the byte
 * lane is switched off is no reason
 * @param unless which of its requests are answered by WebFlux all the same, and why
 * @param filters what each filter costs it, by the name of the filter's class
 * @param requests requests answered from the pipeline
 * @param errors those of them that were answered with a status of 500 or above, or broke
 * @param latency how long they took, from the read that brought the head of a request to
 * the end of its answer; for answers that wait for nothing it is made of one request in
 * 16
 */
public record HotRouteSnapshot(String method, String pattern, HotKind kind, String lane, @Nullable String because,
		List<String> unless, Map<String, FilterChain.Cost> filters, long requests, long errors, Percentiles latency) {
}
