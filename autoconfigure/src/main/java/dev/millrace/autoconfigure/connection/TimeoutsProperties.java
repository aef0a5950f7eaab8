package dev.millrace.autoconfigure.connection;

import java.time.Duration;

import dev.millrace.worker.GuardMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long the steps of a request may take. Each clock runs only while it is the client's
 * turn.
 *
 * @param tlsHandshake Time for the TLS handshake, zero for no limit.
 * @param requestHeader Time from the first byte of a request to the end of its head, and
 * from the accept to the first byte. Zero for no limit.
 * @param requestBodyMinRate Bytes per second at which the body of a request must come
 * while it is read, zero for no limit.
 * @param requestBody Time for the whole body of a request. When not set, there is no
 * limit.
 * @param handler Time from the head of a request to the head of its response. When not
 * set, there is no limit.
 * @param responseMinRate Bytes per second at which a waiting response must be taken. When
 * not set, there is no limit.
 * @param writeStall Time in which something of a waiting response must be taken, zero for
 * no limit.
 * @param halfClose Time that a response may take to begin, or to go on, once the client
 * has ended its output and still reads. Zero to take the end of its output for its
 * departure, as Reactor Netty does.
 * @param mode What happens after each time.
 */
@ConfigurationProperties("millrace.timeouts")
public record TimeoutsProperties(@DefaultValue("10s") Duration tlsHandshake,
		@DefaultValue("10s") Duration requestHeader, @DefaultValue("240B") DataSize requestBodyMinRate,
		@Nullable Duration requestBody, @Nullable Duration handler, @Nullable DataSize responseMinRate,
		@DefaultValue("60s") Duration writeStall, @DefaultValue("5s") Duration halfClose, @DefaultValue Mode mode) {

	/**
	 * What happens after each time.
	 *
	 * @param tlsHandshake What happens to a slow TLS handshake.
	 * @param requestHeader What happens to a slow request head.
	 * @param requestBodyMinRate What happens to a slow request body.
	 * @param requestBody What happens to a long request body.
	 * @param handler What happens to a slow handler.
	 * @param responseMinRate What happens to a slow reader.
	 * @param writeStall What happens to a reader that takes nothing.
	 */
	record Mode(@DefaultValue("enforce") GuardMode tlsHandshake, @DefaultValue("enforce") GuardMode requestHeader,
			@DefaultValue("dry-run") GuardMode requestBodyMinRate, @DefaultValue("enforce") GuardMode requestBody,
			@DefaultValue("enforce") GuardMode handler, @DefaultValue("enforce") GuardMode responseMinRate,
			@DefaultValue("enforce") GuardMode writeStall) {
	}

}
