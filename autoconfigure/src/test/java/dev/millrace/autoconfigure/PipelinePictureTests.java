package dev.millrace.autoconfigure;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import dev.millrace.connection.MillracePipeline;
import dev.millrace.testing.Requests;
import dev.millrace.testing.TestCertificate;
import dev.millrace.testing.Wire;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.channel.ChannelOperations;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the pictures of pipelines in {@code docs/architecture.md} with the pipelines
 * of running servers, as they stand while WebFlux answers a request.
 */
@Timeout(60)
class PipelinePictureTests {

	private static final Path PAGE = Path.of("..", "docs", "architecture.md");

	@ParameterizedTest
	@EnumSource
	void thePictureShowsThePipelines(Wire wire) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--millrace.drain.idle-grace=0s",
				"--server.http2.enabled=" + wire.streams(), "--spring.reactor.netty.shutdown-quiet-period=0s"));
		if (wire.tls()) {
			List.of(TestCertificate.serverProperties()).forEach((property) -> arguments.add("--" + property));
		}
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.REACTIVE)
			.run(arguments.toArray(String[]::new))) {
			String pipelines = wire.client(Requests.port(context))
				.get()
				.uri("/pipelines")
				.responseContent()
				.aggregate()
				.asString()
				.block();
			assertThat(Files.readString(PAGE)).contains("```\n" + pipelines + "```\n");
		}
	}

	@Test
	void allNamesOfOurHandlersAreInThePage() throws Exception {
		String page = Files.readString(PAGE);
		for (Field name : MillracePipeline.class.getFields()) {
			assertThat(page).contains((String) name.get(null));
		}
	}

	@RestController
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/** The connection and then the stream, if there is one. */
		@GetMapping("/pipelines")
		String pipelines(ServerHttpRequest request) {
			ChannelOperations<?, ?> operations = ((AbstractServerHttpRequest) request).getNativeRequest();
			List<String> pipelines = new ArrayList<>();
			for (Channel channel = operations.channel(); channel.parent() != null; channel = channel.parent()) {
				pipelines.add(handlers(channel));
			}
			Collections.reverse(pipelines);
			return String.join("\n", pipelines);
		}

		private static String handlers(Channel channel) {
			StringBuilder text = new StringBuilder();
			for (Map.Entry<String, ChannelHandler> handler : channel.pipeline()) {
				text.append("%-36s%s%n".formatted(handler.getKey(), handler.getValue().getClass().getSimpleName()));
			}
			return text.toString();
		}

	}

}
