package dev.millrace.autoconfigure.transport;

import dev.millrace.transport.Allocator;
import dev.millrace.transport.TransportType;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the server talks to the network.
 *
 * @param type Transport of the server. With 'auto' epoll, else kqueue, else NIO.
 * @param workers Number of event loops: 'auto' for the processors the container may use,
 * a number, a multiple of the processors such as '2x', or 'cpus-1'. When not set, the
 * system property 'reactor.netty.ioWorkerCount' is used if there is one, else 'auto'.
 * @param acceptors Number of listeners on the port: '1', or 'workers' for one per event
 * loop.
 * @param backlog Number of connections that may wait to be accepted. When not set, as
 * many as the kernel allows.
 * @param sharePort Whether other processes may listen on the same port.
 * @param busyPoll Whether event loops spin instead of sleeping. Takes a whole processor
 * per event loop. Needs epoll.
 * @param allocator Allocator of the buffers of connections. When not set, the one that
 * Netty uses.
 * @param readBuffer Size of the reads from a connection.
 * @param leakSamplingInterval One in so many buffers is followed for leaks, if
 * 'spring.netty.leak-detection' asks for any at all. The system property
 * 'io.netty.leakDetection.samplingInterval' stands above it.
 */
@ConfigurationProperties("millrace.transport")
public record TransportProperties(@DefaultValue("auto") TransportType type, @Nullable String workers,
		@DefaultValue("1") String acceptors, @Nullable Integer backlog, @DefaultValue("false") boolean sharePort,
		@DefaultValue("false") boolean busyPoll, @Nullable Allocator allocator, @DefaultValue ReadBuffer readBuffer,
		@DefaultValue("1024") int leakSamplingInterval) {

	/**
	 * Size of the reads from a connection.
	 *
	 * @param initial Size of the first read from a connection.
	 * @param maximum Largest size of a read from a connection.
	 */
	record ReadBuffer(@Nullable DataSize initial, @Nullable DataSize maximum) {
	}

}
