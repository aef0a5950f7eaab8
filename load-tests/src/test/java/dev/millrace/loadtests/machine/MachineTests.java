package dev.millrace.loadtests.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

class MachineTests {

	@Test
	@EnabledOnOs(OS.LINUX)
	void readsTheValuesOfTheKernelWhole() throws IOException {
		Machine machine = Machine.current();
		assertThat(machine.somaxconn()).isEqualTo(sysctl("net/core/somaxconn"));
		assertThat(machine.ports()).isEqualTo(sysctl("net/ipv4/ip_local_port_range").replace('\t', '-'));
	}

	private static String sysctl(String name) throws IOException {
		Process cat = new ProcessBuilder("cat", "/proc/sys/" + name).start();
		return new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
	}

}
