package dev.millrace.exchange;

/**
 * Frees what an answer that is not sent holds.
 */
final class Answers {

	private Answers() {
	}

	static void release(Verdict verdict) {
		if (verdict instanceof Answer.Full full) {
			full.body().release();
		}
		else if (verdict instanceof Answer.Raw raw) {
			raw.bytes().release();
		}
	}

}
