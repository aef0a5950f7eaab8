package dev.millrace.worker;

/**
 * How often a guard took action.
 *
 * @param enforced times it did what it is there for
 * @param dryRun times it only would have
 */
public record GuardCount(long enforced, long dryRun) {

	GuardCount plus(GuardCount other) {
		return new GuardCount(this.enforced + other.enforced, this.dryRun + other.dryRun);
	}

}
