package dev.millrace.loadtests.stats;

import java.util.Locale;

/**
 * An estimate with its confidence interval.
 *
 * @param estimate the value found
 * @param low the lower end
 * @param high the upper end
 */
public record Interval(double estimate, double low, double high) {

	/**
	 * Return whether a value lies inside.
	 * @param value the value
	 * @return whether it does
	 */
	public boolean contains(double value) {
		return this.low <= value && value <= this.high;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", this.estimate, this.low, this.high);
	}

}
