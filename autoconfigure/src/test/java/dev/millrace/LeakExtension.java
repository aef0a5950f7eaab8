package dev.millrace;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which Netty reports a leaked buffer. Registered for all test
 * classes of the module; the build runs them with the detection level {@code paranoid}.
 */
public final class LeakExtension implements AfterAllCallback {

	private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

	private static final long PATIENCE_MILLIS = 5_000;

	static {
		ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ReportingFactory());
	}

	@Override
	public void afterAll(ExtensionContext context) throws InterruptedException {
		collectGarbage();
		// The detector looks for what was collected whenever a buffer is made.
		ByteBufAllocator.DEFAULT.directBuffer().release();
		String leaks = String.join("\n", LEAKS);
		LEAKS.clear();
		if (!leaks.isEmpty()) {
			throw new AssertionError("Leaked up to the end of " + context.getDisplayName() + ":\n" + leaks);
		}
	}

	private static void collectGarbage() throws InterruptedException {
		ReferenceQueue<Object> collected = new ReferenceQueue<>();
		PhantomReference<Object> canary = new PhantomReference<>(new Object(), collected);
		System.gc();
		if (collected.remove(PATIENCE_MILLIS) != canary) {
			throw new IllegalStateException("The collector did not run");
		}
	}

	private static final class ReportingFactory extends ResourceLeakDetectorFactory {

		@Override
		@SuppressWarnings("deprecation") // it is abstract
		public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval,
				long maxActive) {
			return newResourceLeakDetector(resource, samplingInterval);
		}

		@Override
		public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
			return new ResourceLeakDetector<>(resource, samplingInterval) {

				@Override
				protected void reportTracedLeak(String resourceType, String records) {
					// The clients of tests are not ours to answer for.
					if (records.contains("dev.millrace.") || records.contains("'millrace.")) {
						LEAKS.add(resourceType + records);
					}
					super.reportTracedLeak(resourceType, records);
				}

				@Override
				protected void reportUntracedLeak(String resourceType) {
					LEAKS.add(resourceType);
					super.reportUntracedLeak(resourceType);
				}

			};
		}

	}

}
