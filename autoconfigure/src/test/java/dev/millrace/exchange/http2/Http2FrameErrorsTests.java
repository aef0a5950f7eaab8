package dev.millrace.exchange.http2;

import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections that break the rules of HTTP/2.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class Http2FrameErrorsTests {

	private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";

	/** Belongs behind HEADERS only (RFC 9113 section 6.10). */
	private static final String CONTINUATION = "\0\0\0\11\0\0\0\0\1";

	private static final String GO_AWAY = "\7\0\0\0\0\0";

	@Test
	void areEndedWithoutAWordInTheLog(CapturedOutput output) {
		try (PipelineServer server = PipelineServer.speaking(Wire.H2C)) {
			try (RawClient client = Wire.H2C.rawClient(server)) {
				client.send(PREFACE + CONTINUATION);
				assertThat(client.rest()).contains(GO_AWAY);
			}
			await().until(() -> server.registry().size() == 0);
		}
		assertThat(output).doesNotContain("exceptionCaught");
	}

}
