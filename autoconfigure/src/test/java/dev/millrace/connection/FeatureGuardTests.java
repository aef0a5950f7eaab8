package dev.millrace.connection;

import dev.millrace.testing.RawClient;
import dev.millrace.worker.CloseReason;
import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardCount;
import dev.millrace.worker.GuardMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A guard of a feature meets the connections of a server that runs.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class FeatureGuardTests {

	@Test
	void aGuardThatIsRegisteredWhileTheServerRunsClosesConnections(CapturedOutput output) throws Exception {
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE);
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			CloseReason banned = server.workers().closeReasons().register("banned");
			Guard guard = server.workers().guards().register("bans", banned, GuardMode.ENFORCE);
			server.registry().forEach((connection) -> connection.abort(guard)).join();
			assertThat(client.closed()).isTrue();
			await().untilAsserted(() -> assertThat(server.closed(banned)).isOne());
			assertThat(server.guarded(guard)).isEqualTo(new GuardCount(1, 0));
			assertThat(output).contains("bans met 1 time(s), last by [id: ");
		}
	}

	@Test
	void theModeOfTheGuardSaysWhetherItIsEnforced() throws Exception {
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE);
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			Guard guard = server.workers().guards().register("mine", CloseReason.ERROR, GuardMode.DRY_RUN);
			server.registry().forEach((connection) -> assertThat(connection.strikes(guard)).isFalse()).join();
			assertThat(server.guarded(guard)).isEqualTo(new GuardCount(0, 1));
			guard.mode(GuardMode.OFF);
			server.registry().forEach((connection) -> assertThat(connection.strikes(guard)).isFalse()).join();
			assertThat(server.guarded(guard)).isEqualTo(new GuardCount(0, 1));
			guard.mode(GuardMode.ENFORCE);
			server.registry().forEach((connection) -> assertThat(connection.strikes(guard)).isTrue()).join();
			assertThat(server.guarded(guard)).isEqualTo(new GuardCount(1, 1));
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
		}
	}

}
