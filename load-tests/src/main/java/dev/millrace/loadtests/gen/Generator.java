package dev.millrace.loadtests.gen;

import java.util.List;
import java.util.Optional;

/**
 * A program that makes load.
 */
public interface Generator {

	/**
	 * Return its name.
	 * @return name and version as far as known
	 */
	String name();

	/**
	 * Return how many threads it uses, and so how many processors it can fill.
	 * @return the number of threads
	 */
	int threads();

	/**
	 * Return how to start it.
	 * @param load what to ask for
	 * @return the command
	 */
	List<String> command(Load load);

	/**
	 * Reads how far it has come.
	 * @param output what it has printed so far
	 * @return answers and errors so far, absent when it does not tell
	 */
	default Optional<Answers> progress(String output) {
		return Optional.empty();
	}

	/**
	 * Reads what it found.
	 * @param output what it printed
	 * @return the result, absent when it did not get that far
	 */
	Optional<LoadResult> result(String output);

	/**
	 * What a generator has so far.
	 *
	 * @param seconds how long it has been at it
	 * @param answered answers so far
	 * @param failed errors so far
	 */
	record Answers(double seconds, long answered, long failed) {
	}

}
