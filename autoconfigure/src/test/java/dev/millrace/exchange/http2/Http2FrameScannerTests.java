package dev.millrace.exchange.http2;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2CodecUtil;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames in pieces of any size.
 */
class Http2FrameScannerTests {

	private static final int DATA = 0;

	private static final int HEADERS = 1;

	private static final int WINDOW_UPDATE = 8;

	private static final int CONTINUATION = 9;

	private final List<String> windows = new ArrayList<>();

	private final Http2FrameScanner scan = new Http2FrameScanner(
			(stream, bytes) -> this.windows.add(stream + "+" + bytes));

	private static byte[] frame(int type, int flags, int stream, byte[] payload) {
		return ByteBuffer.allocate(9 + payload.length)
			.putInt(payload.length << 8 | type)
			.put((byte) flags)
			.putInt(stream)
			.put(payload)
			.array();
	}

	private void scan(byte... bytes) {
		this.scan.scan(Unpooled.wrappedBuffer(bytes));
	}

	private void preface() {
		this.scan.scan(Http2CodecUtil.connectionPrefaceBuf());
	}

	@Test
	void bordersAreFoundInPiecesOfAnySize() {
		for (int seed = 0; seed < 200; seed++) {
			borders(new Random(seed));
		}
	}

	private void borders(Random random) {
		List<String> allowed = new ArrayList<>();
		List<String> told = new ArrayList<>();
		Http2FrameScanner scanned = new Http2FrameScanner((stream, bytes) -> told.add(stream + "+" + bytes));
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		// What is missing after each byte: p(reface), h(ead), b(ody) or nothing.
		StringBuilder missing = new StringBuilder();
		all.writeBytes(ByteBufUtil.getBytes(Http2CodecUtil.connectionPrefaceBuf()));
		missing.append("p".repeat(all.size() - 1)).append('-');
		boolean open = false;
		for (int i = 0; i < 20; i++) {
			int type = open ? CONTINUATION : random.nextInt(9);
			int stream = random.nextInt(1, 1000);
			byte[] payload = new byte[(type == WINDOW_UPDATE) ? 4 : random.nextInt(40)];
			if (type == WINDOW_UPDATE) {
				int bytes = random.nextInt(1, Integer.MAX_VALUE);
				ByteBuffer.wrap(payload).putInt(bytes);
				allowed.add(stream + "+" + bytes);
			}
			boolean end = random.nextBoolean();
			open = (type == HEADERS || type == CONTINUATION) && !end;
			all.writeBytes(frame(type, end ? 4 : 0, stream, payload));
			missing.append("h".repeat(8));
			missing.append(((type == DATA) ? "b" : "h").repeat(payload.length)).append(open ? 'h' : '-');
		}
		byte[] bytes = all.toByteArray();
		assertThat(missing).hasSize(bytes.length);
		for (int i = 0; i < bytes.length;) {
			int length = Math.min(random.nextInt(1, 30), bytes.length - i);
			scanned.scan(Unpooled.wrappedBuffer(bytes, i, length));
			i += length;
			char state = missing.charAt(i - 1);
			assertThat(scanned.unfinished()).as("after " + i).isEqualTo(state == 'p' || state == 'h');
			assertThat(scanned.completed())
				.isEqualTo(missing.substring(24, Math.max(24, i)).chars().filter((c) -> c == '-').count());
		}
		assertThat(told).isEqualTo(allowed);
	}

	@Test
	void anEmptyConnectionMissesNothing() {
		assertThat(this.scan.unfinished()).isFalse();
		preface();
		assertThat(this.scan.unfinished()).isFalse();
		assertThat(this.scan.completed()).isZero();
	}

	@Test
	void aWindowThatIsNoNumberIsLeftToTheCodec() {
		preface();
		scan(frame(WINDOW_UPDATE, 0, 1, new byte[3]));
		scan(frame(WINDOW_UPDATE, 0, 1, new byte[5]));
		assertThat(this.windows).isEmpty();
		assertThat(this.scan.completed()).isEqualTo(2);
	}

	@Test
	void whatIsNotHttp2IsLeftToTheCodec() {
		scan("PRI * HTTP/1.1\r\n\r\n and whatever follows".getBytes());
		assertThat(this.scan.unfinished()).isFalse();
	}

}
