package dev.millrace.hot;

import java.util.function.Function;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a route does with a request: a record for each {@link HotKind}.
 */
sealed interface HotAction {

	/** In which way it answers. */
	HotKind kind();

	/**
	 * Answers always the same.
	 *
	 * @param response the answer
	 */
	record Constant(HotResponse response) implements HotAction {

		@Override
		public HotKind kind() {
			return HotKind.CONSTANT;
		}

	}

	/**
	 * Answers at once.
	 *
	 * @param handler makes the answer, on an event loop
	 */
	record Immediate(HotHandler handler) implements HotAction {

		@Override
		public HotKind kind() {
			return HotKind.IMMEDIATE;
		}

	}

	/**
	 * Answers later.
	 *
	 * @param handler makes the answer
	 */
	record Asynchronous(Function<HotRequest, ? extends Mono<HotResponse>> handler) implements HotAction {

		@Override
		public HotKind kind() {
			return HotKind.ASYNCHRONOUS;
		}

	}

	/**
	 * Answers on a thread that may block.
	 *
	 * @param handler makes the answer
	 */
	record Blocking(HotHandler handler) implements HotAction {

		@Override
		public HotKind kind() {
			return HotKind.BLOCKING;
		}

	}

	/**
	 * Answers 200 with a body that comes in pieces.
	 *
	 * @param contentType type of the body
	 * @param endless whether the body goes on until one side leaves
	 * @param handler makes the pieces
	 */
	record Streaming(String contentType, boolean endless,
			Function<HotRequest, Flux<byte[]>> handler) implements HotAction {

		@Override
		public HotKind kind() {
			return HotKind.STREAMING;
		}

	}

	/**
	 * Answers in bytes.
	 *
	 * @param handler writes the whole response
	 */
	record Raw(RawHandler handler) implements HotAction {

		@Override
		public HotKind kind() {
			return HotKind.RAW;
		}

	}

}
