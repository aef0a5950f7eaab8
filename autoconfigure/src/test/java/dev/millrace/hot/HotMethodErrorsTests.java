package dev.millrace.hot;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

import dev.millrace.testing.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a controller's method throws has the same status with {@link Hot} as without.
 */
class HotMethodErrorsTests {

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.drain.idle-grace=0s", "logging.level.root=off")
			.run();
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@ParameterizedTest
	@EnumSource
	void anExceptionHasTheStatusThatItHasInWebFlux(Thrown thrown) {
		for (String lane : new String[] { "/hot/", "/blocking/", "/later/" }) {
			RawClient.Response expected = get("/twin/" + thrown);
			RawClient.Response actual = get(lane + thrown);
			assertThat(actual.status()).as(lane).isEqualTo(expected.status());
			assertThat(actual.body().isEmpty()).as(lane).isEqualTo(expected.body().isEmpty());
		}
	}

	private static RawClient.Response get(String path) {
		int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		try (RawClient client = new RawClient(port)) {
			return client.get(path).read();
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

	}

	/** Exceptions that Spring knows, and others. */
	enum Thrown {

		GONE(new ResponseStatusException(HttpStatus.GONE, "reason")),

		UNAVAILABLE(new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE)),

		FAILED(new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR)),

		FOUND(new ResponseStatusException(HttpStatus.FOUND)),

		OK(new ResponseStatusException(HttpStatus.OK)),

		NUMBER(new ResponseStatusException(HttpStatusCode.valueOf(499))),

		NO_CONTENT(new ResponseStatusException(HttpStatus.NO_CONTENT)),

		NOT_MODIFIED(new ResponseStatusException(HttpStatus.NOT_MODIFIED)),

		BEYOND(new ResponseStatusException(HttpStatusCode.valueOf(799))),

		NOT_ALLOWED(new MethodNotAllowedException("GET", List.of(HttpMethod.PUT))),

		PLAIN(new ErrorResponseException(HttpStatus.CONFLICT)),

		PLAIN_DETAIL(new ErrorResponseException(HttpStatus.CONFLICT, ProblemDetail.forStatus(409), null)),

		ANNOTATED(new AnnotatedException()),

		ANNOTATED_PLAIN(new AnnotatedErrorException()),

		INHERITED(new InheritedException()),

		ACCEPTED(new AcceptedException()),

		CAUSED(new IllegalStateException(new ResponseStatusException(HttpStatus.GONE))),

		CAUSED_ANNOTATED(new IllegalStateException(new AnnotatedException())),

		RUNTIME(new IllegalStateException("x")),

		REJECTED(new RejectedExecutionException("full")),

		HOT(new HotRequestException(422, "x")),

		CHECKED(new IOException("x")),

		TIMEOUT(new TimeoutException("x")),

		LIMIT(new DataBufferLimitException("x"));

		private final Exception exception;

		Thrown(Exception exception) {
			this.exception = exception;
		}

	}

	@ResponseStatus(code = HttpStatus.PAYMENT_REQUIRED, reason = "reason")
	static class AnnotatedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	static class InheritedException extends AnnotatedException {

		private static final long serialVersionUID = 1L;

	}

	@ResponseStatus(HttpStatus.ACCEPTED)
	static class AcceptedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	@ResponseStatus(HttpStatus.PAYMENT_REQUIRED)
	static class AnnotatedErrorException extends ErrorResponseException {

		private static final long serialVersionUID = 1L;

		AnnotatedErrorException() {
			super(HttpStatus.CONFLICT);
		}

		@Override
		public HttpHeaders getHeaders() {
			HttpHeaders headers = new HttpHeaders();
			headers.setLocation(URI.create("/elsewhere"));
			return headers;
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/twin/{thrown}")
		String twin(@PathVariable Thrown thrown) throws Exception {
			throw thrown.exception;
		}

		@Hot(permitAll = true)
		@GetMapping("/hot/{thrown}")
		String hot(@PathVariable Thrown thrown) throws Exception {
			throw thrown.exception;
		}

		@Hot(permitAll = true, blocking = true)
		@GetMapping("/blocking/{thrown}")
		String blocking(@PathVariable Thrown thrown) throws Exception {
			throw thrown.exception;
		}

		@Hot(permitAll = true)
		@GetMapping("/later/{thrown}")
		Mono<String> later(@PathVariable Thrown thrown) {
			return Mono.error(thrown.exception);
		}

	}

}
