package dev.millrace.hot.lane;

import java.util.Map;

import dev.millrace.exchange.ByteLaneFilters;
import dev.millrace.exchange.FilterChain;
import org.jspecify.annotations.Nullable;

/**
 * The effect of the pipeline's filters on a hot route.
 *
 * @param skipped those that have no say in it, a bit for each
 * @param onBytes what its requests pass without an exchange, {@code null} if they need
 * one
 * @param costs what each filter costs it, by the name of the filter's class
 */
public record LaneFilters(long skipped, @Nullable ByteLaneFilters onBytes, Map<String, FilterChain.Cost> costs) {

	/**
	 * Decides.
	 * @param chain the filters, {@code null} where there is no pipeline
	 * @param skipped those that have no say in the route
	 * @return what they mean
	 */
	public static LaneFilters of(@Nullable FilterChain chain, long skipped) {
		if (chain == null) {
			return new LaneFilters(0, null, Map.of());
		}
		return new LaneFilters(skipped, chain.onBytes(skipped), chain.costs(skipped));
	}

}
