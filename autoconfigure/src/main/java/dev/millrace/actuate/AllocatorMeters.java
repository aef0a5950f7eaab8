package dev.millrace.actuate;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import dev.millrace.transport.Allocator;
import dev.millrace.worker.DirectMemory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.buffer.ByteBufAllocatorMetric;

/**
 * Meters of the memory of network buffers: memory that the allocators hold, used or free,
 * and direct memory of the process.
 */
public class AllocatorMeters implements MeterBinder {

	private static final List<Allocator> POOLS = List.of(Allocator.ADAPTIVE, Allocator.POOLED);

	private final DirectMemory memory = new DirectMemory();

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Allocator pool : POOLS) {
			String name = pool.name().toLowerCase(Locale.ROOT);
			allocator(registry, pool.metric(), name, "heap", ByteBufAllocatorMetric::usedHeapMemory);
			allocator(registry, pool.metric(), name, "direct", ByteBufAllocatorMetric::usedDirectMemory);
		}
		memory(registry, "used", "Direct memory in use, of Netty and of the JDK", DirectMemory::used);
		memory(registry, "netty", "Direct memory that Netty took and counts itself", DirectMemory::usedByNetty);
		memory(registry, "max", "Direct memory that may be in use", DirectMemory::max);
	}

	private static void allocator(MeterRegistry registry, ByteBufAllocatorMetric metric, String name, String area,
			ToDoubleFunction<ByteBufAllocatorMetric> value) {
		Gauge.builder("millrace.allocator.used", metric, value)
			.description("Memory that an allocator of buffers keeps, in use or not")
			.baseUnit("bytes")
			.tags("allocator", name, "area", area)
			.register(registry);
	}

	private void memory(MeterRegistry registry, String name, String description, ToDoubleFunction<DirectMemory> value) {
		Gauge.builder("millrace.memory.direct." + name, this.memory, value)
			.description(description)
			.baseUnit("bytes")
			.register(registry);
	}

}
