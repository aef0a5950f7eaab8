package dev.millrace.loadtests.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ProcNetTests {

	private static final String HEADER = "  sl  local_address rem_address   st tx_queue rx_queue\n";

	@TempDir
	private Path net;

	@Test
	void countsEstablishedConnectionsOfTheServersSideOnceEach() throws IOException {
		Files.writeString(this.net.resolve("tcp"),
				HEADER + "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000\n"
						+ "   1: 0100007F:1F90 0100007F:C000 01 00000000:00000000\n"
						+ "   1: 0100007F:1F90 0100007F:C000 01 00000000:00000000\n"
						+ "   2: 0100007F:C000 0100007F:1F90 01 00000000:00000000\n"
						+ "   3: 0100007F:1F90 0100007F:C002 06 00000000:00000000\n");
		Files.writeString(this.net.resolve("tcp6"),
				HEADER + "   0: 0000000000000000FFFF00000100007F:1F90 0000000000000000FFFF00000100007F:C004 01 0:0\n");
		assertThat(new ProcNet(this.net).established(8080)).hasValue(2);
	}

	@Test
	void readsConnectionsThatAFullQueueHasLost() throws IOException {
		Files.writeString(this.net.resolve("netstat"),
				"TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 9 3 4\nIpExt: A\nIpExt: 1\n");
		assertThat(new ProcNet(this.net).listenDrops()).hasValue(4);
	}

	@Test
	void knowsNothingWhereThereIsNoProc() {
		assertThat(new ProcNet(this.net).established(80)).isEmpty();
		assertThat(new ProcNet(this.net).listenDrops()).isEmpty();
	}

}
