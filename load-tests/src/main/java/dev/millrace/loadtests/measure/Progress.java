package dev.millrace.loadtests.measure;

/**
 * What a run tells while it works.
 */
public interface Progress {

	/**
	 * Says something worth keeping.
	 * @param text one line
	 */
	void note(String text);

	/**
	 * Says how things stand; the next call replaces it.
	 * @param text one line
	 */
	void live(String text);

	/**
	 * Return a progress that says nothing.
	 * @return the progress
	 */
	static Progress silent() {
		return new Progress() {

			@Override
			public void note(String text) {
			}

			@Override
			public void live(String text) {
			}

		};
	}

}
