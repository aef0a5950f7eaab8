package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * An application with hot routes of every kind.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ HotApplication.AnnotatedController.class, HotApplication.PlainController.class })
class HotApplication {

	record Item(String name, int count) {
	}

	@Bean
	HotRoute constant() {
		return HotRoute.get("/constant").respond(HotResponse.text("constant").header("x-kind", "constant"));
	}

	@Bean
	HotRoute postConstant() {
		return HotRoute.post("/constant").respond(HotResponse.status(204));
	}

	@Bean
	HotRoute echoPath() {
		return HotRoute.get("/path/{first}/{second}")
			.handle((request) -> HotResponse.json(List.of(request.pathVariable("first"), request.pathVariable("second"),
					request.path(), request.method())));
	}

	@Bean
	HotRoute me() {
		return HotRoute.get("/path/me/{second}").handle((request) -> HotResponse.text("me"));
	}

	@Bean
	HotRoute rest() {
		return HotRoute.get("/rest/{*all}").handle((request) -> HotResponse.text("rest" + request.pathVariable("all")));
	}

	@Bean
	HotRoute query() {
		return HotRoute.get("/query").handle((request) -> HotResponse.json(Map.of("q", request.queryParams("q"))));
	}

	@Bean
	HotRoute json() {
		return HotRoute.post("/json").maxBody(DataSize.ofKilobytes(1)).handle((request) -> {
			Item item = request.json(Item.class);
			return HotResponse.json(new Item(item.name(), item.count() + 1)).withStatus(201);
		});
	}

	@Bean
	HotRoute nothing() {
		return HotRoute.get("/null").handle((request) -> HotResponse.json(null));
	}

	@Bean
	HotRoute noContent() {
		return HotRoute.get("/no-content").handle((request) -> HotResponse.text("dropped").withStatus(204));
	}

	@Bean
	HotRoute redirect() {
		return HotRoute.get("/redirect").handle((request) -> HotResponse.redirect(303, "/constant"));
	}

	@Bean
	HotRoute later() {
		return HotRoute.get("/later")
			.handleAsync((request) -> Mono.delay(Duration.ofMillis(5)).map((tick) -> HotResponse.text("later")));
	}

	@Bean
	HotRoute future() {
		return HotRoute.get("/future")
			.handleFuture((request) -> CompletableFuture.completedFuture(HotResponse.text("future")));
	}

	@Bean
	HotRoute never() {
		return HotRoute.get("/never").timeout(Duration.ofMillis(50)).handleAsync((request) -> Mono.never());
	}

	@Bean
	HotRoute empty() {
		return HotRoute.get("/empty").handleAsync((request) -> Mono.empty());
	}

	@Bean
	HotRoute blocking() {
		return HotRoute.post("/blocking")
			.handleBlocking((request) -> HotResponse.text(new String(request.body(), StandardCharsets.UTF_8)));
	}

	@Bean
	HotRoute stream() {
		return HotRoute.get("/stream")
			.stream("text/plain", (request) -> Flux.range(0, 5).map((i) -> ("piece " + i + "\n").getBytes()));
	}

	@Bean
	HotRoute streamTo() {
		return HotRoute.get("/stream-to").streamTo("application/octet-stream", (request, stream) -> {
			int[] left = { 2_000 };
			stream.onDrained(() -> {
				while (left[0] > 0) {
					left[0]--;
					if (!stream.write(new byte[100])) {
						return;
					}
				}
				stream.complete();
			});
		});
	}

	@Bean
	HotRoute raw() {
		return HotRoute.post("/raw").raw((request, out) -> {
			ByteBuf bytes = request.bytes();
			int length = bytes.readableBytes() - request.bodyOffset();
			out.writeCharSequence(
					"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + length + "\r\n\r\n",
					StandardCharsets.US_ASCII);
			out.writeBytes(bytes, request.bodyOffset(), length);
		});
	}

	@Bean
	HotRoute rawGet() {
		return HotRoute.get("/raw/{id}").raw((request, out) -> {
			String path = request.bytes()
				.toString(request.pathOffset(), request.pathLength(), StandardCharsets.US_ASCII);
			boolean headOnly = path.endsWith("/short") && request.methodLength() == "HEAD".length();
			out.writeCharSequence(
					"HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + (headOnly ? "" : path),
					StandardCharsets.US_ASCII);
		});
	}

	@Bean
	HotRoute broken() {
		return HotRoute.get("/broken").handle((request) -> {
			throw new java.io.IOException("internal detail");
		});
	}

	@Bean
	HotRoute brokenStream() {
		return HotRoute.get("/broken-stream")
			.stream("text/plain", (request) -> Flux.error(new IllegalStateException("broken at once")));
	}

	@Bean
	HotRoute brokenStreamTo() {
		return HotRoute.get("/broken-stream-to")
			.streamTo("text/plain", (request, stream) -> stream.fail(new IllegalStateException("broken at once")));
	}

	@Bean
	HotRoute brokenStreamLater() {
		return HotRoute.get("/broken-stream-later")
			.stream("text/plain", (request) -> Mono.delay(Duration.ofMillis(10)).map((tick) -> {
				throw new IllegalStateException("broken at once");
			}));
	}

	@Bean
	HotRoute brokenStreamer() {
		return HotRoute.get("/broken-streamer").stream("text/plain", (request) -> {
			throw new IllegalStateException("broken at once");
		});
	}

	@Bean
	HotRoute gone() {
		return HotRoute.get("/gone").handle((request) -> {
			throw new ResponseStatusException(HttpStatus.GONE, "reason");
		});
	}

	@Bean
	HotRoute brokenLater() {
		return HotRoute.get("/broken-later")
			.handleAsync((request) -> Mono.error(new IllegalStateException("internal")));
	}

	@Bean
	HotRoute bodyOfGet() {
		return HotRoute.get("/body").handle((request) -> HotResponse.bytes(request.body(), "text/plain"));
	}

	@Bean
	HotRoute authorized() {
		return HotRoute.get("/authorized")
			.authorize((request) -> "let me in".equals(request.header("x-key")) ? null : HotResponse.status(401))
			.respond(HotResponse.text("welcome"));
	}

	@Bean
	HotRoute exclusive() {
		return HotRoute.put("/exclusive").exclusive().handle((request) -> HotResponse.status(200));
	}

	/**
	 * Methods that the pipeline answers.
	 */
	@RestController
	@RequestMapping("/annotated")
	static class AnnotatedController {

		@Hot
		@GetMapping("/text/{id}")
		String text(@PathVariable int id, @RequestParam(defaultValue = "1") long times,
				@RequestParam(required = false) @Nullable List<String> tag,
				@RequestHeader(name = "x-mark", required = false) @Nullable String mark) {
			return id + "x" + times + " " + tag + " " + mark;
		}

		@Hot
		@GetMapping(path = "/bytes", produces = "image/png")
		byte[] bytes() {
			return new byte[] { 1, 2, 3 };
		}

		@Hot
		@PostMapping("/item")
		@ResponseStatus(HttpStatus.CREATED)
		Item item(@RequestBody Item item) {
			return new Item(item.name() + "!", item.count());
		}

		@Hot
		@PostMapping("/upper")
		Mono<String> upper(@RequestBody String text) {
			return Mono.delay(Duration.ofMillis(1)).map((tick) -> text.toUpperCase(java.util.Locale.ROOT));
		}

		@Hot(blocking = true)
		@GetMapping("/list")
		List<Item> list(@RequestParam HttpStatus status) {
			return List.of(new Item(status.name(), status.value()));
		}

		@Hot
		@GetMapping("/nothing")
		@Nullable Item nothing() {
			return null;
		}

		@Hot
		@GetMapping("/no-mono")
		Mono<Item> noMono() {
			return Mono.empty();
		}

		@Hot
		@DeleteMapping("/failing")
		String failing() {
			throw new ResponseStatusException(HttpStatus.CONFLICT);
		}

	}

	/**
	 * Methods that hot routes stand beside.
	 */
	@RestController
	static class PlainController {

		@PostMapping(path = "/query", produces = MediaType.TEXT_PLAIN_VALUE)
		String post() {
			return "posted";
		}

		@GetMapping("/any/{any}")
		String any(@PathVariable String any) {
			return "any " + any;
		}

	}

}
