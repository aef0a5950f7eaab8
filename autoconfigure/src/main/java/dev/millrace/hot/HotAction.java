package dev.millrace.hot;

import java.util.function.Function;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a route does with a request: a record for each {@link HotKind}. Internal.
 */
public sealed interface HotAction {

	/**
	 * Returns in which way it answers.
	 * @return the kind
	 */
	HotKind kind();

	/**
	 * Calls a handler that answers when it returns.
	 * @param route its route
	 * @param handler the handler
	 * @param request the request
	 * @return the answer
	 * @throws Exception what the handler throws
	 * @throws IllegalStateException if the handler gives {@code null}
	 */
	static HotResponse ask(HotRoute route, HotHandler handler, HotRequest request) throws Exception {
		HotResponse response = handler.handle(request);
		if (response == null) {
			throw new IllegalStateException("Hot route " + route + " gave null for an answer");
		}
		return response;
	}

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
