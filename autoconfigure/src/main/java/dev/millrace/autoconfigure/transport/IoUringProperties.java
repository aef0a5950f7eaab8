package dev.millrace.autoconfigure.transport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the io_uring transport.
 *
 * @param ringSize Number of entries of the submission queue, a power of two.
 * @param completionQueueSize Number of entries of the completion queue, a power of two
 * and no less than the submission queue has.
 * @param zeroCopyThreshold Size from which a write is sent without a copy into the
 * kernel.
 */
@ConfigurationProperties("millrace.transport.io-uring")
public record IoUringProperties(@Nullable Integer ringSize, @Nullable Integer completionQueueSize,
		@Nullable DataSize zeroCopyThreshold) {
}
