package dev.millrace.loadtests.probe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;

import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

/**
 * Asks a running JVM how many bytes its threads have allocated. Unlike time, this number
 * holds still on a noisy machine.
 */
public final class AllocationProbe implements AutoCloseable {

	private final JMXConnector connector;

	private final ThreadMXBean threads;

	private AllocationProbe(JMXConnector connector, ThreadMXBean threads) {
		this.connector = connector;
		this.threads = threads;
	}

	/**
	 * Attaches to a JVM of the same user.
	 * @param pid its process id
	 * @return the probe
	 * @throws IOException if the process is no JVM, or one that does not let itself be
	 * asked
	 */
	@SuppressWarnings("BanJNDI") // the address is that of a JVM of the same user on this
									// machine
	public static AllocationProbe attach(long pid) throws IOException {
		try {
			VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
			String address;
			try {
				address = machine.startLocalManagementAgent();
			}
			finally {
				machine.detach();
				// The JVM would leave it behind when it is killed
				Files.deleteIfExists(Path.of("/tmp/.java_pid" + pid));
			}
			JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
			MBeanServerConnection connection = connector.getMBeanServerConnection();
			return new AllocationProbe(connector, ManagementFactory.newPlatformMXBeanProxy(connection,
					ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class));
		}
		catch (AttachNotSupportedException ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * Return what the living threads have allocated since they were started.
	 * @return bytes, absent when the JVM has ended or does not count
	 */
	public OptionalLong bytes() {
		try {
			long[] allocated = this.threads.getThreadAllocatedBytes(this.threads.getAllThreadIds());
			return OptionalLong.of(Arrays.stream(allocated).filter((bytes) -> bytes > 0).sum());
		}
		catch (RuntimeException ex) {
			return OptionalLong.empty();
		}
	}

	@Override
	public void close() {
		try {
			this.connector.close();
		}
		catch (IOException ex) {
			// The JVM has gone already
		}
	}

}
