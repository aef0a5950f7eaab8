package dev.millrace.sample;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.actuate.WorkersDescriptor;
import dev.millrace.worker.Workers;
import io.netty.channel.socket.ServerSocketChannel;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.info.BuildProperties;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.stereotype.Component;

/**
 * What the server tells about itself.
 */
@Component
class ServerStatus {

	private final ApplicationAvailability availability;

	private final @Nullable BuildProperties build;

	private final @Nullable ReactorResourceFactory resources;

	private final @Nullable Workers workers;

	ServerStatus(ApplicationAvailability availability, ObjectProvider<BuildProperties> build,
			ObjectProvider<ReactorResourceFactory> resources, ObjectProvider<Workers> workers) {
		this.availability = availability;
		this.build = build.getIfAvailable();
		this.resources = resources.getIfAvailable();
		this.workers = workers.getIfAvailable();
	}

	boolean acceptsTraffic() {
		return this.availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
	}

	Information information() {
		return new Information((this.build != null) ? this.build.getName() : null,
				(this.build != null) ? this.build.getVersion() : null, Runtime.version().toString(),
				Runtime.getRuntime().availableProcessors(), transport());
	}

	Statistics statistics() {
		MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
		long cpuNanos = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
		return new Statistics(new Jvm(ManagementFactory.getRuntimeMXBean().getUptime(), cpuNanos / 1_000_000,
				heap.getUsed(), heap.getCommitted()),
				(this.workers != null) ? WorkersDescriptor.of(this.workers) : null);
	}

	private @Nullable String transport() {
		if (this.resources == null) {
			return null;
		}
		LoopResources loops = this.resources.getLoopResources();
		return loops.onChannelClass(ServerSocketChannel.class, loops.onServer(LoopResources.DEFAULT_NATIVE))
			.getSimpleName();
	}

	/**
	 * Server information.
	 *
	 * @param name of the application, if it was built with build information
	 * @param version of the application, likewise
	 * @param java version of the JVM
	 * @param processors how many of them the JVM may use
	 * @param transport class of Netty's listening channel, if a server was configured
	 */
	record Information(@Nullable String name, @Nullable String version, String java, int processors,
			@Nullable String transport) {
	}

	/**
	 * Statistics since the start.
	 *
	 * @param jvm totals of the JVM
	 * @param server each worker and their total, if Millrace is on
	 */
	record Statistics(Jvm jvm, @Nullable WorkersDescriptor server) {
	}

	/**
	 * Totals of the JVM.
	 *
	 * @param uptimeMillis time since its start
	 * @param cpuMillis processor time used by all of its threads
	 * @param heapUsedBytes heap in use, garbage included
	 * @param heapCommittedBytes heap taken from the operating system
	 */
	record Jvm(long uptimeMillis, long cpuMillis, long heapUsedBytes, long heapCommittedBytes) {
	}

}
