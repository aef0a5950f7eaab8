package dev.millrace.webflux;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is asked, the answer is that of Spring's own mapping.
 */
class DirectHandlerMappingTests {

	private static final List<String> ATTRIBUTES = List.of(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE,
			HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, HandlerMapping.MATRIX_VARIABLES_ATTRIBUTE,
			HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE, HandlerMapping.PATH_WITHIN_HANDLER_MAPPING_ATTRIBUTE);

	private static final List<String> PATHS = List.of("/plain", "/plain/", "//plain", "/plain;a=b", "/pl%61in", "/text",
			"/either", "/shared", "/negotiated", "/filtered", "/consuming", "/any", "/twice", "/alias", "/cors",
			"/a%20b", "/semi;colon", "/users/me", "/users/you", "/missing", "/PLAIN", "/", "");

	private static final List<Map<String, String>> HEADERS = List.of(Map.of(), Map.of("Accept", "*/*"),
			Map.of("Accept", "text/plain"), Map.of("Accept", "application/json"), Map.of("Accept", "nonsense"),
			Map.of("Accept", "text/html, */*;q=0.1"), Map.of("X-Wanted", "yes"),
			Map.of("Origin", "https://other.example"), Map.of("Content-Type", "application/json"),
			Map.of("Origin", "https://other.example", "Access-Control-Request-Method", "GET"));

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Routes.class);

	private final RequestMappingHandlerMapping springs = started(new RequestMappingHandlerMapping());

	private final DirectHandlerMapping direct = (DirectHandlerMapping) started(new DirectHandlerMapping());

	private RequestMappingHandlerMapping started(RequestMappingHandlerMapping mapping) {
		mapping.setApplicationContext(this.context);
		mapping.afterPropertiesSet();
		return mapping;
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	static Stream<HttpMethod> methods() {
		return Stream.of(HttpMethod.values());
	}

	@ParameterizedTest
	@MethodSource("methods")
	void findsWhatSpringFinds(HttpMethod method) {
		for (String path : PATHS) {
			for (Map<String, String> headers : HEADERS) {
				Found expected = Found.by(this.springs, method, path, headers);
				assertThat(Found.by(this.direct, method, path, headers)).as(method + " " + path + " " + headers)
					.isEqualTo(expected);
			}
		}
	}

	@Test
	void takesTheShortWayOnlyWhereNothingElseDecides() {
		DirectMethods methods = DirectMethods.of(this.direct.getHandlerMethods());
		assertThat(PATHS).filteredOn((path) -> methods.find(path, HttpMethod.GET) != null)
			.containsExactly("/plain", "/text", "/shared", "/cors", "/users/me");
		assertThat(PATHS).filteredOn((path) -> methods.find(path, HttpMethod.POST) != null)
			.containsExactly("/either", "/shared");
		assertThat(PATHS).filteredOn((path) -> methods.find(path, HttpMethod.OPTIONS) != null).isEmpty();
	}

	@Test
	void followsChanges() throws NoSuchMethodException {
		RequestMappingInfo late = RequestMappingInfo.paths("/late").methods(RequestMethod.GET).build();
		assertThat(Found.by(this.direct, HttpMethod.GET, "/late", Map.of()).method()).isNull();
		this.direct.registerMapping(late, new Routes(), Routes.class.getDeclaredMethod("plain"));
		assertThat(Found.by(this.direct, HttpMethod.GET, "/late", Map.of()).method()).isEqualTo("plain");
		this.direct.unregisterMapping(late);
		assertThat(Found.by(this.direct, HttpMethod.GET, "/late", Map.of()).method()).isNull();
	}

	/**
	 * What a mapping makes of a request.
	 */
	private record Found(@Nullable String method, @Nullable Object bean, @Nullable String failure,
			Map<String, Object> attributes, Map<String, ?> headers) {

		static Found by(RequestMappingHandlerMapping mapping, HttpMethod method, String path,
				Map<String, String> headers) {
			MockServerHttpRequest.BodyBuilder request = MockServerHttpRequest.method(method, "http://localhost" + path);
			headers.forEach(request::header);
			MockServerWebExchange exchange = MockServerWebExchange.from(request);
			Object found = null;
			String failure = null;
			try {
				found = mapping.getHandler(exchange).block();
			}
			catch (RuntimeException ex) {
				failure = ex.toString();
			}
			Map<String, Object> attributes = new TreeMap<>();
			for (String name : ATTRIBUTES) {
				attributes.put(name, String.valueOf(exchange.<Object>getAttribute(name)));
			}
			return new Found((found instanceof HandlerMethod handler) ? handler.getMethod().getName() : null,
					(found instanceof HandlerMethod handler) ? handler.getBean().getClass() : null, failure, attributes,
					exchange.getResponse().getHeaders().toSingleValueMap());
		}

	}

	@Controller
	static class Routes {

		@GetMapping("/plain")
		void plain() {
		}

		@GetMapping(path = "/text", produces = "text/plain")
		void text() {
		}

		@RequestMapping(path = "/either", method = { RequestMethod.POST, RequestMethod.OPTIONS })
		void either() {
		}

		@GetMapping("/shared")
		void sharedGet() {
		}

		@PostMapping("/shared")
		void sharedPost() {
		}

		@GetMapping(path = "/negotiated", produces = "text/plain")
		void negotiatedText() {
		}

		@GetMapping(path = "/negotiated", produces = "application/json")
		void negotiatedJson() {
		}

		@GetMapping(path = "/filtered", headers = "X-Wanted=yes")
		void filtered() {
		}

		@PostMapping(path = "/consuming", consumes = "application/json")
		void consuming() {
		}

		@RequestMapping("/any")
		void any() {
		}

		@DeleteMapping("/any")
		void anyDelete() {
		}

		@GetMapping({ "/twice", "/alias" })
		void twice() {
		}

		@GetMapping("/cors")
		@CrossOrigin(origins = "https://other.example")
		void cors() {
		}

		@GetMapping("/a%20b")
		void encoded() {
		}

		@GetMapping("/users/me")
		void me() {
		}

		@GetMapping("/users/{name}")
		void user() {
		}

	}

}
