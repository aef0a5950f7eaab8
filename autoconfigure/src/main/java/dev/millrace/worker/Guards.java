package dev.millrace.worker;

/**
 * The guards of an application: those of Millrace and those that features register, also
 * while the server runs. Found with {@link Workers#guards()}. Safe for use by any thread.
 */
public final class Guards extends Registry<Guard> {

	Guards() {
		super("guard", Guard.builtIn());
	}

	/**
	 * Registers the guard of a feature. It is counted, logged and reported like those of
	 * Millrace.
	 * @param id the name, unique among the guards: 1 to 64 lower case letters, digits and
	 * hyphens
	 * @param closeReason why a connection is closed that the guard closes
	 * @param mode what the guard does when its time has come
	 * @return the guard, to be {@linkplain #giveBack(Registered) given back} when the
	 * feature ends
	 * @throws IllegalArgumentException if the name is taken or malformed
	 * @throws IllegalStateException if there are {@value #CAPACITY} guards already
	 */
	public Guard register(String id, CloseReason closeReason, GuardMode mode) {
		return add(id, (index) -> new Guard(id, index, closeReason, mode));
	}

}
