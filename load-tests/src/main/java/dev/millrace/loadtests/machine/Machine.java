package dev.millrace.loadtests.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * Where a result comes from. Numbers of different machines do not compare.
 *
 * @param processors how many this process may use
 * @param model the model of the processor
 * @param kernel the version of the kernel
 * @param java the version of the JVM, which all servers in Java run on too
 * @param fileDescriptors how many a process may open
 * @param somaxconn the longest accept queue
 * @param ports the first and last port of outgoing connections
 */
public record Machine(int processors, String model, String kernel, String java, long fileDescriptors, String somaxconn,
		String ports) {

	/** Descriptors that a server needs for other things than connections. */
	private static final int RESERVED_DESCRIPTORS = 2000;

	/**
	 * Return this machine.
	 * @return this machine
	 */
	public static Machine current() {
		return new Machine(CpuSet.available().size(), modelName(), System.getProperty("os.version"),
				System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"), openFileLimit(),
				read("/proc/sys/net/core/somaxconn"), read("/proc/sys/net/ipv4/ip_local_port_range"));
	}

	/**
	 * Return how many connections a process can hold here.
	 * @return the descriptor limit, less what else is open
	 */
	public int connectionCeiling() {
		return (int) Math.max(1, Math.min(Integer.MAX_VALUE, this.fileDescriptors - RESERVED_DESCRIPTORS));
	}

	private static long openFileLimit() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
				? unix.getMaxFileDescriptorCount() : Integer.MAX_VALUE;
	}

	private static String modelName() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.findFirst()
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.orElse(System.getProperty("os.arch"));
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

	/**
	 * Reads with a buffer: the kernel gives a value below {@code /proc/sys} to the first
	 * read alone, and the first read of {@code Files.readString} asks for one byte of a
	 * file without a size.
	 */
	private static String read(String file) {
		try (BufferedReader reader = Files.newBufferedReader(Path.of(file))) {
			return String.valueOf(reader.readLine()).trim().replace('\t', '-');
		}
		catch (IOException ex) {
			return "not available";
		}
	}

}
