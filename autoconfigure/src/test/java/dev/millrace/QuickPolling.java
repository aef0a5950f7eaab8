package dev.millrace;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks at once whether what a test waits for is there, and every 10 ms after that.
 * Awaitility looks after 100 ms for the first time, which most tests would do nothing but
 * wait for. Found by JUnit as a service.
 */
public final class QuickPolling implements BeforeAllCallback {

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultPollDelay(Duration.ZERO);
		Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
	}

}
