package dev.crooked.autoconfigure;

import org.junit.jupiter.api.Test;

/** A test that surefire does not find by its name, and that sleeps. */
class SleepyCheck {

	@Test
	void sleeps() throws InterruptedException {
		Thread.sleep(1);
	}

}
