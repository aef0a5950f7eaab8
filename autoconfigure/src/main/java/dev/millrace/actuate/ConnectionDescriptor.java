package dev.millrace.actuate;

import java.time.Instant;

import dev.millrace.connection.ConnectionSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A connection as the endpoint tells it.
 *
 * @param id number of the connection, unique in the process
 * @param remoteAddress address of the peer, or the network it belongs to
 * @param clientAddress address of the client, or the network it belongs to
 * @param localAddress address that was connected to, or the network it belongs to
 * @param protocol protocol spoken
 * @param tls what was settled in the TLS handshake, {@code null} without TLS
 * @param worker name of the worker that serves it
 * @param state what it was doing
 * @param acceptedAt when it was accepted
 * @param lastActivityAt when bytes were last received
 * @param bytesIn bytes received, as on the wire
 * @param bytesOut bytes sent, as on the wire
 * @param requests requests seen
 * @param activeStreams exchanges in flight
 * @param route pattern of the route that is being served, if it is known
 */
public record ConnectionDescriptor(long id, @Nullable String remoteAddress, @Nullable String clientAddress,
		@Nullable String localAddress, String protocol, @Nullable TlsDescriptor tls, String worker, String state,
		Instant acceptedAt, Instant lastActivityAt, long bytesIn, long bytesOut, long requests, int activeStreams,
		@Nullable String route) {

	static ConnectionDescriptor of(ConnectionSnapshot connection, boolean whole) {
		return new ConnectionDescriptor(connection.id(), AddressText.of(connection.remoteAddress(), whole),
				AddressText.of(connection.clientAddress(), whole), AddressText.of(connection.localAddress(), whole),
				connection.protocol().id(), TlsDescriptor.of(connection.tls()), connection.worker(),
				connection.state().name(), Instant.ofEpochMilli(connection.acceptedAtMillis()),
				Instant.ofEpochMilli(connection.lastActivityAtMillis()), connection.bytesIn(), connection.bytesOut(),
				connection.requests(), connection.activeStreams(), connection.route());
	}

}
