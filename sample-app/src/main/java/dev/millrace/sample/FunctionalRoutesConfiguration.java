package dev.millrace.sample;

import java.nio.charset.StandardCharsets;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Route of WebFlux's functional style, to compare with the annotated and the hot one.
 */
@Configuration(proxyBeanMethods = false)
class FunctionalRoutesConfiguration {

	@Bean
	RouterFunction<ServerResponse> functionalRoutes() {
		return RouterFunctions.route()
			.GET("/functional/plaintext",
					(request) -> ServerResponse.ok()
						.contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
						.bodyValue(Greeting.WORLD.message()))
			.build();
	}

}
