package dev.millrace.loadtests.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.probe.Usage;
import org.jspecify.annotations.Nullable;

/**
 * When a measurement counts.
 *
 * @param attainedOverRequested the least share of a requested rate
 * @param generatorBusy from which share of its time a generator is saturated
 * @param generatorStarved the share of its time a generator may have waited for a
 * processor
 * @param generatorHeadroom what a generator must do with a null server, as a multiple of
 * the target
 * @param slipMillis how late a generator may be
 * @param stealPercent time that a hypervisor gave to others
 * @param foreignProcessors processors that other programs may take
 * @param errorPercent failed requests that are put up with
 */
public record Validity(double attainedOverRequested, double generatorBusy, double generatorStarved,
		double generatorHeadroom, double slipMillis, double stealPercent, double foreignProcessors,
		double errorPercent) {

	/**
	 * Looks for outer influence.
	 * @param measurement what was measured
	 * @return why it does not count, in words; empty if it does
	 */
	public List<String> disturbances(Measurement measurement) {
		Usage usage = measurement.usage();
		List<String> reasons = new ArrayList<>();
		above(usage.stealPercent(), this.stealPercent,
				"the hypervisor gave %.1f %% of the time to others (limit %.1f %%)", reasons);
		above(usage.foreignProcessors(), this.foreignProcessors, "other programs took %.2f processors (limit %.2f)",
				reasons);
		above(usage.generatorStarved(measurement.generatorThreads()), this.generatorStarved,
				"the generator was starved: it waited for a processor for %.2f of its time (limit %.2f)", reasons);
		return reasons;
	}

	/**
	 * Looks whether the generator was the limit.
	 * @param measurement what was measured
	 * @return why the measurement says nothing about the server, in words
	 */
	public List<String> saturation(Measurement measurement) {
		List<String> reasons = new ArrayList<>();
		Double busy = measurement.generatorBusy();
		if (measurement.openLoop()) {
			double attained = measurement.rate() / measurement.requestedRate();
			if (attained < this.attainedOverRequested && busy != null && busy >= this.generatorBusy) {
				reasons.add(String.format(Locale.ROOT,
						"the generator was saturated: it worked %.0f %% of its time and attained %.1f %% of the requested rate",
						100 * busy, 100 * attained));
			}
			above(measurement.result().slipMillis(), this.slipMillis,
					"the generator was late by %.1f ms at the 99th percentile (limit %.1f ms)", reasons);
		}
		else {
			above(busy, this.generatorBusy, "the generator was saturated: it worked %.2f of its time (limit %.2f)",
					reasons);
		}
		return reasons;
	}

	/**
	 * Return whether too many requests failed.
	 * @param measurement what was measured
	 * @return whether the share of errors is above the limit
	 */
	public boolean tooManyErrors(Measurement measurement) {
		long errors = measurement.result().errorCount();
		long all = errors + measurement.result().requests();
		return all == 0 || 100.0 * errors / all > this.errorPercent;
	}

	private static void above(@Nullable Double value, double limit, String format, List<String> reasons) {
		if (value != null && value > limit) {
			reasons.add(String.format(Locale.ROOT, format, value, limit));
		}
	}

}
