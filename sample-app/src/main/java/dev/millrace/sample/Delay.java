package dev.millrace.sample;

import java.time.Duration;

import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Time that a request asks the server to wait: 0 to 60,000 milliseconds. No thread waits;
 * a timer continues the response.
 *
 * @param duration the time
 */
record Delay(Duration duration) {

	private static final Duration LONGEST = Duration.ofMinutes(1);

	Delay {
		Assert.isTrue(!duration.isNegative() && duration.compareTo(LONGEST) <= 0,
				() -> "Delay must be between 0 and " + LONGEST.toMillis() + " ms");
	}

	/**
	 * Reads a number of milliseconds. Spring's conversion service calls it by its name.
	 * @param millis the number as text
	 * @return the delay
	 * @throws IllegalArgumentException if the text is no number or out of bounds
	 */
	public static Delay valueOf(String millis) {
		return new Delay(Duration.ofMillis(Integer.parseInt(millis)));
	}

	Mono<String> thenAnswer() {
		return Mono.delay(this.duration).thenReturn("Waited " + this.duration.toMillis() + " ms");
	}

}
