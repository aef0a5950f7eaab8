package dev.millrace.loadtests.gen.openloop;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseParserTests {

	private final ResponseParser parser = new ResponseParser();

	@Test
	void findsTheEndsOfPipelinedAnswers() {
		ByteBuf in = bytes("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
				+ "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
		assertThat(this.parser.parse(in)).isTrue();
		assertThat(this.parser.status()).isEqualTo(200);
		assertThat(this.parser.parse(in)).isTrue();
		assertThat(this.parser.status()).isEqualTo(404);
		assertThat(this.parser.parse(in)).isFalse();
		assertThat(in.isReadable()).isFalse();
	}

	@Test
	void takesAnswersByteByByte() {
		String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\na;x=y\r\n0123456789\r\n0\r\nT: 1\r\n\r\n";
		for (int repetition = 0; repetition < 2; repetition++) {
			ByteBuf in = Unpooled.buffer();
			int complete = 0;
			for (byte next : answer.getBytes(StandardCharsets.US_ASCII)) {
				in.writeByte(next);
				if (this.parser.parse(in)) {
					complete++;
				}
			}
			assertThat(complete).isEqualTo(1);
			assertThat(in.isReadable()).isFalse();
		}
	}

	@Test
	void seesThatTheServerWillClose() {
		ByteBuf in = bytes("HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
		assertThat(this.parser.parse(in)).isTrue();
		assertThat(this.parser.closes()).isTrue();
	}

	private static ByteBuf bytes(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
	}

}
