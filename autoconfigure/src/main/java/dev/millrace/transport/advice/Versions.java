package dev.millrace.transport.advice;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.SpringBootVersion;

/**
 * The versions that matter for the server; {@code null} where one is not known.
 *
 * @param millrace the version of Millrace
 * @param springBoot the version of Spring Boot
 * @param netty the version of Netty
 * @param reactorNetty the version of Reactor Netty
 * @param java the version of the JVM
 */
public record Versions(@Nullable String millrace, String springBoot, @Nullable String netty,
		@Nullable String reactorNetty, String java) {

	/**
	 * Reads the versions of what is on the class path.
	 * @return the versions
	 */
	public static Versions current() {
		return new Versions(Versions.class.getPackage().getImplementationVersion(), SpringBootVersion.getVersion(),
				Channel.class.getPackage().getImplementationVersion(),
				HttpServer.class.getPackage().getImplementationVersion(), Runtime.version().toString());
	}

	/**
	 * Compares versions by their first three numbers.
	 * @param version the version, {@code null} if it is not known
	 * @param other the version to compare with
	 * @return whether the version is known and older
	 */
	static boolean isOlder(@Nullable String version, String other) {
		if (version == null) {
			return false;
		}
		String[] numbers = version.split("[.-]");
		String[] otherNumbers = other.split("[.-]");
		for (int i = 0; i < 3; i++) {
			int difference = number(numbers, i) - number(otherNumbers, i);
			if (difference != 0) {
				return difference < 0;
			}
		}
		return false;
	}

	private static int number(String[] numbers, int index) {
		try {
			return (index < numbers.length) ? Integer.parseInt(numbers[index]) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

}
