package dev.millrace.actuate;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.ConnectionSnapshot;
import dev.millrace.connection.ConnectionState;
import dev.millrace.worker.CloseReason;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * {@link Endpoint} that shows every connection, and closes one on demand.
 */
@Endpoint(id = "millraceconnections", defaultAccess = Access.READ_ONLY)
public class ConnectionsEndpoint {

	/** How long a blocked event loop is waited for; its connections are left out then. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final int DEFAULT_SIZE = 100;

	private static final int LARGEST_SIZE = 10_000;

	private final ConnectionRegistry registry;

	private final ShowAddresses showAddresses;

	/**
	 * Creates the endpoint.
	 * @param registry the connections of the server
	 * @param showAddresses who may see addresses
	 */
	public ConnectionsEndpoint(ConnectionRegistry registry, ShowAddresses showAddresses) {
		this.registry = registry;
		this.showAddresses = showAddresses;
	}

	/**
	 * Describes the connections that match all that is asked for, the oldest first.
	 * @param securityContext the user who asks
	 * @param state what they are doing
	 * @param ip address of peer or client; needs the right to see addresses
	 * @param worker name of their worker
	 * @param protocol protocol they speak
	 * @param page number of the page, from 0
	 * @param size connections on a page
	 * @return one page of them
	 */
	@ReadOperation
	public ConnectionsDescriptor connections(SecurityContext securityContext, @Nullable ConnectionState state,
			@Nullable String ip, @Nullable String worker, @Nullable String protocol, @Nullable Integer page,
			@Nullable Integer size) {
		boolean whole = this.showAddresses.to(securityContext);
		List<ConnectionSnapshot> matching = this.registry.snapshots(PATIENCE)
			.join()
			.stream()
			.filter((connection) -> state == null || connection.state() == state)
			.filter((connection) -> ip == null || (whole && hasAddress(connection, ip)))
			.filter((connection) -> worker == null || connection.worker().equals(worker))
			.filter((connection) -> protocol == null || connection.protocol().id().equalsIgnoreCase(protocol))
			.sorted(Comparator.comparingLong(ConnectionSnapshot::id))
			.toList();
		Map<String, Long> states = matching.stream()
			.collect(Collectors.groupingBy((connection) -> connection.state().name(), TreeMap::new,
					Collectors.counting()));
		long pageSize = Math.max(1, Math.min((size != null) ? size : DEFAULT_SIZE, LARGEST_SIZE));
		List<ConnectionDescriptor> shown = matching.stream()
			.skip(pageSize * Math.max(0, (page != null) ? page : 0))
			.limit(pageSize)
			.map((connection) -> ConnectionDescriptor.of(connection, whole))
			.toList();
		return new ConnectionsDescriptor(matching.size(), states, shown);
	}

	/**
	 * Closes a connection.
	 * @param id its number
	 * @return 204, or 404 if there is no such connection
	 */
	@DeleteOperation
	public WebEndpointResponse<Void> close(@Selector long id) {
		CompletableFuture<Boolean> closed = this.registry.close(id, CloseReason.OPERATOR)
			.completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		return new WebEndpointResponse<>(
				closed.join() ? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND);
	}

	private static boolean hasAddress(ConnectionSnapshot connection, String ip) {
		return ip.equals(AddressText.ip(connection.remoteAddress()))
				|| ip.equals(AddressText.ip(connection.clientAddress()));
	}

	/**
	 * What the endpoint tells.
	 *
	 * @param total connections that match
	 * @param states how many of them are doing what
	 * @param connections those of the page
	 */
	public record ConnectionsDescriptor(int total, Map<String, Long> states, List<ConnectionDescriptor> connections) {
	}

}
