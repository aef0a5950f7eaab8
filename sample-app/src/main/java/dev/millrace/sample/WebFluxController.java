package dev.millrace.sample;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Hot routes once more, as annotated methods: the usual way, and the one to compare with.
 */
@RestController
@RequestMapping("/webflux")
class WebFluxController {

	@GetMapping(path = "/plaintext", produces = MediaType.TEXT_PLAIN_VALUE)
	String plaintext() {
		return Greeting.WORLD.message();
	}

	@GetMapping(path = "/json", produces = MediaType.APPLICATION_JSON_VALUE)
	Greeting json() {
		return Greeting.WORLD;
	}

	@GetMapping(path = "/hello/{name}", produces = MediaType.TEXT_PLAIN_VALUE)
	String hello(@PathVariable String name) {
		return Greeting.to(name).message();
	}

	@PostMapping("/echo")
	ResponseEntity<byte[]> echo(
			@RequestHeader(name = HttpHeaders.CONTENT_TYPE,
					defaultValue = MediaType.APPLICATION_OCTET_STREAM_VALUE) String contentType,
			@RequestBody(required = false) byte @Nullable [] body) {
		return ResponseEntity.ok()
			.header(HttpHeaders.CONTENT_TYPE, contentType)
			.body((body != null) ? body : new byte[0]);
	}

	@GetMapping(path = "/slow", produces = MediaType.TEXT_PLAIN_VALUE)
	Mono<String> slow(@RequestParam(name = "ms", defaultValue = "50") Delay delay) {
		return delay.thenAnswer();
	}

}
