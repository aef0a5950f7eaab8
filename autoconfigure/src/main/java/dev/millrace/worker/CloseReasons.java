package dev.millrace.worker;

/**
 * The reasons for which connections end: those of Millrace and those that features
 * register, also while the server runs. Found with {@link Workers#closeReasons()}. Safe
 * for use by any thread.
 */
public final class CloseReasons extends Registry<CloseReason> {

	CloseReasons() {
		super("close reason", CloseReason.builtIn());
	}

	/**
	 * Registers the reason of a feature. It is counted, logged and reported like those of
	 * Millrace.
	 * @param id the name, unique among the reasons: 1 to 64 lower case letters, digits
	 * and hyphens
	 * @return the reason, to be {@linkplain #giveBack(Registered) given back} when the
	 * feature ends
	 * @throws IllegalArgumentException if the name is taken or malformed
	 * @throws IllegalStateException if there are {@value #CAPACITY} reasons already
	 */
	public CloseReason register(String id) {
		return add(id, (index) -> new CloseReason(id, index));
	}

}
