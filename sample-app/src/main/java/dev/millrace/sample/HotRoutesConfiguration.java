package dev.millrace.sample;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.millrace.hot.HotRequest;
import dev.millrace.hot.HotRequestException;
import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.hot.RawRequest;
import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;

/**
 * Routes that are worth answering before Spring: short, frequent, without need of its
 * features. Each answers like its twin in {@link WebFluxController}, if it has one. All
 * say {@code permitAll()}: anyone may use them, whatever protects the application.
 */
@Configuration(proxyBeanMethods = false)
class HotRoutesConfiguration {

	@Bean
	HotRoute plaintext() {
		return HotRoute.get("/plaintext").permitAll().respond(HotResponse.text(Greeting.WORLD.message()));
	}

	@Bean
	HotRoute json() {
		return HotRoute.get("/json").permitAll().handle((request) -> HotResponse.json(Greeting.WORLD));
	}

	@Bean
	HotRoute hello() {
		return HotRoute.get("/hello/{name}")
			.permitAll()
			.handle((request) -> HotResponse.text(Greeting.to(request.pathVariable("name")).message()));
	}

	@Bean
	HotRoute echo() {
		return HotRoute.post("/echo")
			.permitAll()
			.handle((request) -> HotResponse.bytes(request.body(), mediaType(request)));
	}

	@Bean
	HotRoute slow() {
		return HotRoute.get("/slow").permitAll().handleAsync(HotRoutesConfiguration::slow);
	}

	@Bean
	HotRoute raw() {
		return HotRoute.get("/raw").permitAll().raw(HotRoutesConfiguration::requestLine);
	}

	@Bean
	HotRoute information(ServerStatus status, WelcomePage page) {
		return HotRoute.get("/").permitAll().handle((request) -> page.orElse(request, status.information()));
	}

	@Bean
	HotRoute statistics(ServerStatus status) {
		return HotRoute.get("/stats").permitAll().handle((request) -> HotResponse.json(status.statistics()));
	}

	@Bean
	HotRoute health(ServerStatus status) {
		return HotRoute.get("/health").permitAll().handle((request) -> {
			boolean up = status.acceptsTraffic();
			return HotResponse.json(Map.of("status", up ? "UP" : "OUT_OF_SERVICE")).withStatus(up ? 200 : 503);
		});
	}

	private static String mediaType(HotRequest request) {
		String contentType = request.contentType();
		try {
			MediaType.parseMediaType(contentType);
			return contentType;
		}
		catch (InvalidMediaTypeException ex) {
			throw new HotRequestException(415, "Unusable content type");
		}
	}

	private static Mono<HotResponse> slow(HotRequest request) {
		String millis = request.queryParam("ms");
		return delay(StringUtils.hasText(millis) ? millis : "50").thenAnswer().map(HotResponse::text);
	}

	private static Delay delay(String millis) {
		try {
			return Delay.valueOf(millis);
		}
		catch (IllegalArgumentException ex) {
			throw new HotRequestException(400, "Unusable delay");
		}
	}

	private static void requestLine(RawRequest request, ByteBuf out) {
		ByteBuf bytes = request.bytes();
		int length = bytes.bytesBefore((byte) '\r');
		out.writeCharSequence(
				"HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: " + length + "\r\n\r\n",
				StandardCharsets.US_ASCII);
		out.writeBytes(bytes, bytes.readerIndex(), length);
	}

}
