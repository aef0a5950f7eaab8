package dev.millrace.worker;

/**
 * What a limit, a deadline or a rule does when its time has come.
 */
public enum GuardMode {

	/** It does what it is there for. */
	ENFORCE,

	/** It counts and logs what it would have done. */
	DRY_RUN,

	/** Nothing. */
	OFF

}
