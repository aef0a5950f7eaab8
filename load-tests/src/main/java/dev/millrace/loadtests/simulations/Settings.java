package dev.millrace.loadtests.simulations;

import io.gatling.javaapi.http.HttpDsl;
import io.gatling.javaapi.http.HttpProtocolBuilder;

/**
 * What the command line may change about a simulation, given as system properties.
 */
final class Settings {

	private Settings() {
	}

	/**
	 * HTTP at {@code -DbaseUrl}, with nothing that is not asked for: no warm-up request,
	 * no cache, no redirect.
	 */
	static HttpProtocolBuilder protocol() {
		return HttpDsl.http.baseUrl(System.getProperty("baseUrl", "http://localhost:8080"))
			.disableWarmUp()
			.disableCaching()
			.disableFollowRedirect();
	}

	/**
	 * The number of virtual users, {@code -Dusers}.
	 */
	static int users(int defaultValue) {
		return Integer.getInteger("users", defaultValue);
	}

	/**
	 * How long each user stays, {@code -Dseconds}.
	 */
	static int seconds(int defaultValue) {
		return Integer.getInteger("seconds", defaultValue);
	}

	/**
	 * Requests or users a second, {@code -Drate}.
	 */
	static double rate(double defaultValue) {
		return Double.parseDouble(System.getProperty("rate", String.valueOf(defaultValue)));
	}

	/**
	 * What to ask for where one route is enough, {@code -Dpath}.
	 */
	static String path() {
		return System.getProperty("path", "/plaintext");
	}

}
