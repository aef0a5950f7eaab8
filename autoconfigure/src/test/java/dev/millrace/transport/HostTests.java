package dev.millrace.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class HostTests {

	@TempDir
	private Path root;

	@Test
	void anUnknownMachineTellsNothing() {
		Host host = new Host(this.root);
		assertThat(host.isLinux()).isFalse();
		assertThat(host.maxBacklog()).isEmpty();
		assertThat(host.openFileLimit()).isEmpty();
		assertThat(host.cpuLimit()).isEmpty();
		assertThat(host.isFastOpenOn()).isTrue();
	}

	@Test
	void readsTheLongestBacklog() throws IOException {
		write("proc/sys/net/core/somaxconn", "4096\n");
		assertThat(new Host(this.root).maxBacklog()).hasValue(4096);
	}

	@Test
	void readsWhetherFastOpenIsOnForServers() throws IOException {
		write("proc/sys/net/ipv4/tcp_fastopen", "1\n");
		assertThat(new Host(this.root).isFastOpenOn()).isFalse();
		write("proc/sys/net/ipv4/tcp_fastopen", "3\n");
		assertThat(new Host(this.root).isFastOpenOn()).isTrue();
	}

	@Test
	void readsTheSoftLimitOfOpenFiles() throws IOException {
		write("proc/self/limits", """
				Limit                     Soft Limit           Hard Limit           Units
				Max processes             63428                63428                processes
				Max open files            1024                 524288               files
				""");
		assertThat(new Host(this.root).openFileLimit()).hasValue(1024);
	}

	@Test
	void anUnlimitedNumberOfFilesIsNoLimit() throws IOException {
		write("proc/self/limits", "Max open files            unlimited            unlimited            files\n");
		assertThat(new Host(this.root).openFileLimit()).isEmpty();
	}

	@Test
	void readsTheProcessorsOfAContainer() throws IOException {
		write("proc/self/cgroup", "0::/\n");
		write("sys/fs/cgroup/cpu.max", "50000 100000\n");
		assertThat(new Host(this.root).cpuLimit()).hasValue(0.5);
	}

	@Test
	void readsTheProcessorsOfAGroup() throws IOException {
		write("proc/self/cgroup", "1:name=systemd:/\n0::/system.slice/app.service\n");
		write("sys/fs/cgroup/cpu.max", "max 100000\n");
		write("sys/fs/cgroup/system.slice/app.service/cpu.max", "200000 100000\n");
		assertThat(new Host(this.root).cpuLimit()).hasValue(2);
	}

	@Test
	void aGroupWithoutALimitHasNone() throws IOException {
		write("sys/fs/cgroup/cpu.max", "max 100000\n");
		assertThat(new Host(this.root).cpuLimit()).isEmpty();
	}

	@Test
	void readsTheProcessorsOfTheFirstVersionOfGroups() throws IOException {
		write("proc/self/cgroup", "4:memory:/docker/1\n3:cpu,cpuacct:/docker/1\n");
		write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "25000\n");
		write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
		assertThat(new Host(this.root).cpuLimit()).hasValue(0.25);
		write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
		assertThat(new Host(this.root).cpuLimit()).isEmpty();
	}

	private void write(String file, String text) throws IOException {
		Path path = this.root.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
	}

}
