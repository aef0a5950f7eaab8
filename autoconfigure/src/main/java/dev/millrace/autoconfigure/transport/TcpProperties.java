package dev.millrace.autoconfigure.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Options of the server's TCP sockets. What is not set is left to the system.
 *
 * @param noDelay Whether small segments are sent at once.
 * @param keepAlive Probing of silent connections by the kernel.
 * @param fastOpen Whether a returning client may send its request along with the SYN.
 * @param quickAck Whether segments are acknowledged at once.
 * @param deferAccept Time for which the kernel holds a new connection back until data
 * comes.
 * @param userTimeout Time that sent data may stay unacknowledged before the kernel drops
 * the connection.
 * @param notSentLowWaterMark Bytes waiting in the kernel to be sent, from which on it
 * takes no more of an answer. 16KB by default on epoll and io_uring.
 * @param sendBuffer Size of the kernel's send buffer. Switches its own adjustment off.
 * @param receiveBuffer Size of the kernel's receive buffer. Switches its own adjustment
 * off.
 */
@ConfigurationProperties("millrace.transport.tcp")
public record TcpProperties(@Nullable Boolean noDelay, @DefaultValue KeepAlive keepAlive, @Nullable Boolean fastOpen,
		@Nullable Boolean quickAck, @Nullable Duration deferAccept, @Nullable Duration userTimeout,
		@Nullable DataSize notSentLowWaterMark, @Nullable DataSize sendBuffer, @Nullable DataSize receiveBuffer) {

	/**
	 * Probing of silent connections by the kernel.
	 *
	 * @param enabled Whether the kernel probes silent connections. Implied by the other
	 * settings of this group.
	 * @param idle Silence after which the first probe is sent.
	 * @param interval Time between probes.
	 * @param count Number of unanswered probes after which the connection is dropped.
	 */
	record KeepAlive(@Nullable Boolean enabled, @Nullable Duration idle, @Nullable Duration interval,
			@Nullable Integer count) {
	}

}
