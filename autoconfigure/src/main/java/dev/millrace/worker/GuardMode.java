package dev.millrace.worker;

/**
 * What a limit, a deadline or a rule does when its time has come.
 */
public enum GuardMode {

	/** It takes its action: it refuses, closes or slows down. */
	ENFORCE,

	/** It counts and logs, and takes no action. */
	DRY_RUN,

	/** It does nothing and is not counted. */
	OFF

}
