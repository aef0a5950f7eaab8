package dev.millrace.autoconfigure.drain;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a server that shuts down gracefully takes leave of its clients.
 *
 * @param delay Time during which everything is served as before, while readiness is down
 * already: what a load balancer needs to notice.
 * @param idleGrace Time for which a connection must have been idle to be closed, after
 * the delay. A client whose next request is on its way gets its answer.
 * @param streamTimeout Time after which server-sent events and WebSockets are ended, with
 * the last chunk or a close frame, after the delay.
 * @param requestTimeout Time after which requests in flight are cut off, after the delay.
 * When not set, they have what 'spring.lifecycle.timeout-per-shutdown-phase' leaves.
 * @param endlessTypes Media types, without parameters, of answers that go on until one
 * side leaves. They are ended after the stream timeout as if they had ended by
 * themselves.
 */
@ConfigurationProperties("millrace.drain")
public record DrainProperties(@DefaultValue("0s") Duration delay, @DefaultValue("1s") Duration idleGrace,
		@DefaultValue("5s") Duration streamTimeout, @Nullable Duration requestTimeout,
		@DefaultValue("text/event-stream") List<String> endlessTypes) {
}
