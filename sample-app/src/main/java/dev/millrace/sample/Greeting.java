package dev.millrace.sample;

/**
 * Message that the greeting routes send, as text or as JSON.
 *
 * @param message what is said
 */
record Greeting(String message) {

	static final Greeting WORLD = to("World");

	static Greeting to(String name) {
		return new Greeting("Hello, " + name + "!");
	}

}
