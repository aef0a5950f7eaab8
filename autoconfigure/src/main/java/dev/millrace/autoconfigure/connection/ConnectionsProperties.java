package dev.millrace.autoconfigure.connection;

import java.util.List;

import dev.millrace.connection.accept.WhenFull;
import dev.millrace.worker.GuardMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How many connections there may be, and how fast each may go.
 *
 * @param max Number of connections of the whole server, zero for no limit. When not set,
 * 90 % of the open-file limit.
 * @param whenFull Whether more connections wait, are told so with 503, or are reset.
 * @param maxPerIp Number of connections of one address. When not set, there is no limit.
 * @param ipv6Prefix Number of bits of an IPv6 address that make one client.
 * @param exempt Networks whose addresses may have any number of connections, such as
 * '10.0.0.0/8'.
 * @param maxRequestsPerSecond Number of requests of one connection in a second; what is
 * more is read later. When not set, there is no limit.
 * @param maxBandwidth Bytes received from one connection in a second; what is more is
 * read later. When not set, there is no limit.
 * @param mode What happens above each limit.
 */
@ConfigurationProperties("millrace.connections")
public record ConnectionsProperties(@Nullable Integer max, @DefaultValue("pause") WhenFull whenFull,
		@Nullable Integer maxPerIp, @DefaultValue("64") int ipv6Prefix, @DefaultValue List<String> exempt,
		@Nullable Integer maxRequestsPerSecond, @Nullable DataSize maxBandwidth, @DefaultValue Mode mode) {

	/**
	 * What happens above each limit.
	 *
	 * @param max What happens above the limit of the server.
	 * @param maxPerIp What happens above the limit of an address.
	 * @param maxRequestsPerSecond What happens above the request rate.
	 * @param maxBandwidth What happens above the bandwidth.
	 */
	record Mode(@DefaultValue("enforce") GuardMode max, @DefaultValue("enforce") GuardMode maxPerIp,
			@DefaultValue("enforce") GuardMode maxRequestsPerSecond, @DefaultValue("enforce") GuardMode maxBandwidth) {
	}

}
