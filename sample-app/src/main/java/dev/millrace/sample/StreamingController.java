package dev.millrace.sample;

import java.time.Duration;

import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebInputException;

/**
 * Responses that come bit by bit.
 */
@RestController
class StreamingController {

	private static final int MOST_CHUNKS = 10_000;

	@GetMapping(path = "/stream", produces = MediaType.APPLICATION_NDJSON_VALUE)
	Flux<Chunk> stream(@RequestParam(defaultValue = "10") int chunks,
			@RequestParam(name = "ms", defaultValue = "100") Delay delay) {
		if (chunks < 0 || chunks > MOST_CHUNKS) {
			throw new ServerWebInputException("chunks must be between 0 and " + MOST_CHUNKS);
		}
		Flux<Chunk> numbered = Flux.range(1, chunks).map(Chunk::new);
		return delay.duration().isZero() ? numbered : numbered.delayElements(delay.duration());
	}

	/**
	 * Counts the seconds until the client leaves. A client that reads too slowly misses
	 * some.
	 * @return one event now and one each second
	 */
	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<String>> events() {
		return Flux.interval(Duration.ZERO, Duration.ofSeconds(1))
			.onBackpressureDrop()
			.map((second) -> ServerSentEvent.builder("Second " + second)
				.id(Long.toString(second))
				.event("tick")
				.build());
	}

	/**
	 * One line of the stream.
	 *
	 * @param chunk its number, from 1
	 */
	record Chunk(int chunk) {
	}

}
