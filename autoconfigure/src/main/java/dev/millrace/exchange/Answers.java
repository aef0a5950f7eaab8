package dev.millrace.exchange;

import io.netty.buffer.ByteBuf;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Releases answers that are not sent. The body of a stream is subscribed to and cancelled
 * at once, because a publisher learns in no other way that its body is not wanted.
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
		else if (verdict instanceof Answer.Stream stream) {
			cancel(stream.body());
		}
	}

	private static void cancel(Publisher<? extends ByteBuf> body) {
		body.subscribe(new Subscriber<ByteBuf>() {

			@Override
			public void onSubscribe(Subscription subscription) {
				subscription.cancel();
			}

			@Override
			public void onNext(ByteBuf piece) {
				piece.release();
			}

			@Override
			public void onError(Throwable error) {
				// The stream was cancelled: its end has no reader.
			}

			@Override
			public void onComplete() {
				// The stream was cancelled: its end has no reader.
			}

		});
	}

}
