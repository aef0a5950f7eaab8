package dev.millrace.actuate;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.worker.DirectMemory;

/**
 * What the whole process uses.
 *
 * @param cpuMillis processor time since the start
 * @param heapUsedBytes heap in use, garbage included
 * @param heapCommittedBytes heap taken from the operating system
 * @param directUsedBytes direct memory in use
 * @param directMaxBytes direct memory that may be in use
 */
public record JvmUsage(long cpuMillis, long heapUsedBytes, long heapCommittedBytes, long directUsedBytes,
		long directMaxBytes) {

	/**
	 * Reads what is used now.
	 * @return the figures of this JVM
	 */
	public static JvmUsage current() {
		MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
		long cpuNanos = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
		DirectMemory direct = new DirectMemory();
		return new JvmUsage(cpuNanos / 1_000_000, heap.getUsed(), heap.getCommitted(), direct.used(), direct.max());
	}

}
