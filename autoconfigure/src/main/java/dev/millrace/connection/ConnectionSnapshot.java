package dev.millrace.connection;

import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * A connection as it was at one moment.
 *
 * @param id number of the connection, unique in the process
 * @param remoteAddress address of the peer, {@code null} once it is gone
 * @param clientAddress address of the client as a trusted proxy told it, else that of the
 * peer
 * @param localAddress address that was connected to, {@code null} once it is gone
 * @param protocol protocol spoken
 * @param tls what was settled in the TLS handshake, {@code null} without TLS
 * @param worker name of the worker that serves it
 * @param state what it was doing
 * @param acceptedAtMillis when it was accepted, in milliseconds since the epoch
 * @param lastActivityAtMillis when bytes were last received, likewise
 * @param bytesIn bytes received, as on the wire
 * @param bytesOut bytes sent, as on the wire
 * @param requests requests seen
 * @param activeStreams exchanges in flight
 * @param route pattern of the route of the exchange begun last, if it is in flight and
 * known
 */
public record ConnectionSnapshot(long id, @Nullable SocketAddress remoteAddress, @Nullable SocketAddress clientAddress,
		@Nullable SocketAddress localAddress, Protocol protocol, @Nullable TlsFacts tls, String worker,
		ConnectionState state, long acceptedAtMillis, long lastActivityAtMillis, long bytesIn, long bytesOut,
		long requests, int activeStreams, @Nullable String route) {
}
