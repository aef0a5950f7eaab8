package dev.millrace.loadtests.sut;

import java.util.List;
import java.util.Optional;

/**
 * A system under test.
 */
public interface Sut {

	/** What every server answers. */
	String BODY = "Hello, World!";

	/**
	 * Return the name.
	 * @return a short name, fit for a file
	 */
	String name();

	/**
	 * Return what it is.
	 * @return a few words
	 */
	String description();

	/**
	 * Return what to ask for.
	 * @return the path that answers {@value #BODY}
	 */
	String path();

	/**
	 * Return why it cannot run here.
	 * @return the reason, absent if it can
	 */
	default Optional<String> unavailable() {
		return Optional.empty();
	}

	/**
	 * Starts it.
	 * @param launch where and how
	 * @return the server, listening
	 */
	Server start(Launch launch);

	/**
	 * Looks whether the server is what it is meant to be.
	 * @param server the running server
	 * @param launch how it was started
	 * @return what is wrong, in words
	 */
	default List<String> problems(Server server, Launch launch) {
		return AnswerCheck.problems(server.baseUrl(), path(), BODY);
	}

}
