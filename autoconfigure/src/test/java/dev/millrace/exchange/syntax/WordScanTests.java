package dev.millrace.exchange.syntax;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scan of words finds what the scan of bytes finds.
 */
class WordScanTests {

	private static final byte[] EDGES = { 0, 9, '\n', '\r', 0x1F, ' ', '!', ',', '-', '.', '/', '0', '9', ':', '@', 'A',
			'Z', '[', '_', '`', 'a', 'z', '{', '~', 0x7F, (byte) 0x80, (byte) 0xAD, (byte) 0xC1, (byte) 0xFF };

	@Test
	void aMillionRandomInputsAreScannedAlike() {
		Random random = new Random(1);
		byte[] bytes = new byte[64 + WordScan.SLACK];
		for (int i = 0; i < 1_000_000; i++) {
			fill(bytes, random, i);
			int from = random.nextInt(24);
			int end = from + random.nextInt(bytes.length - WordScan.SLACK - from + 1);
			if (WordScan.text(bytes, from, end) != ScalarScan.text(bytes, from, end)
					|| WordScan.visible(bytes, from, end) != ScalarScan.visible(bytes, from, end)
					|| WordScan.name(bytes, from, end) != ScalarScan.name(bytes, from, end)) {
				throw new AssertionError("Differs in input " + i + " from " + from + " to " + end + ": "
						+ new String(bytes, StandardCharsets.ISO_8859_1));
			}
		}
	}

	/** Long runs with few other bytes among them, and plain noise. */
	private static void fill(byte[] bytes, Random random, int round) {
		if (round % 8 == 0) {
			random.nextBytes(bytes);
			return;
		}
		int kind = round % 3;
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) ((kind == 0) ? 'a' + random.nextInt(26) : '0' + random.nextInt(10));
		}
		for (int others = random.nextInt(3); others > 0; others--) {
			bytes[random.nextInt(bytes.length)] = EDGES[random.nextInt(EDGES.length)];
		}
	}

	@Test
	void everyByteIsScannedAlikeAtEveryPlaceAndBesideEveryOther() {
		byte[] bytes = new byte[16 + WordScan.SLACK];
		for (int place = 0; place < 15; place++) {
			for (int one = 0; one < 256; one++) {
				for (int other = 0; other < 256; other++) {
					Arrays.fill(bytes, (byte) 'x');
					bytes[place] = (byte) one;
					bytes[place + 1] = (byte) other;
					assertAlike(bytes, one, other);
				}
			}
		}
	}

	private static void assertAlike(byte[] bytes, int one, int other) {
		int text = WordScan.text(bytes, 0, 16);
		int visible = WordScan.visible(bytes, 0, 16);
		int name = WordScan.name(bytes, 0, 16);
		if (text != ScalarScan.text(bytes, 0, 16) || visible != ScalarScan.visible(bytes, 0, 16)
				|| name != ScalarScan.name(bytes, 0, 16)) {
			throw new AssertionError("Bytes " + one + " and " + other + " are scanned differently");
		}
	}

	@Test
	void whatStandsBehindTheEndDoesNotMatter() {
		byte[] bytes = "abc\r\nxxxxxxxxxxx".getBytes(StandardCharsets.US_ASCII);
		assertThat(WordScan.name(bytes, 0, 2)).isEqualTo(2);
		assertThat(WordScan.name(bytes, 0, 8)).isEqualTo(3);
		assertThat(WordScan.text(bytes, 4, 4)).isEqualTo(4);
	}

}
