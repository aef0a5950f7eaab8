package dev.millrace.loadtests.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.millrace.loadtests.probe.ProcStat.HostTimes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ProcStatTests {

	@TempDir
	private Path proc;

	@Test
	void addsUserAndSystemTimeWhateverTheProcessIsCalled() throws IOException {
		write("7/stat", "7 (a) b (c) S 1 7 7 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 1 0 9");
		assertThat(new ProcStat(this.proc).cpuSeconds(7)).hasValue(2.0);
	}

	@Test
	void sumsWhatThreadsHaveWaited() throws IOException {
		write("7/task/7/schedstat", "1000 2000000000 5");
		write("7/task/8/schedstat", "1000 500000000 5");
		assertThat(new ProcStat(this.proc).waitSeconds(7)).hasValue(2.5);
		assertThat(new ProcStat(this.proc).waitSeconds(8)).isEmpty();
	}

	@Test
	void readsResidentMemory() throws IOException {
		write("7/status", "Name:\tjava\nVmRSS:\t  2048 kB\nThreads:\t3\n");
		assertThat(new ProcStat(this.proc).residentKilobytes(7)).hasValue(2048);
		assertThat(new ProcStat(this.proc).residentKilobytes(8)).isEmpty();
	}

	@Test
	void tellsBusyTimeFromIdleAndStolenTime() throws IOException {
		write("stat", "cpu  100 10 50 800 40 5 15 20 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n");
		assertThat(new ProcStat(this.proc).host()).isEqualTo(new HostTimes(1.8, 0.2, 10.4));
	}

	@Test
	void knowsNothingOfAProcessThatHasEnded() {
		assertThat(new ProcStat(this.proc).cpuSeconds(Long.MAX_VALUE)).isEmpty();
		assertThat(new ProcStat(this.proc).host()).isNull();
	}

	@Test
	void asksTheJvmWhereThereIsNoProc() {
		assertThat(new ProcStat(this.proc).cpuSeconds(ProcessHandle.current().pid())).isPresent();
	}

	private void write(String file, String text) throws IOException {
		Path path = this.proc.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
	}

}
