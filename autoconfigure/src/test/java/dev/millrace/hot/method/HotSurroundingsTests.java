package dev.millrace.hot.method;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.millrace.hot.Hot;
import dev.millrace.hot.HotJson;
import dev.millrace.hot.HotRouteSnapshot;
import dev.millrace.hot.HotRoutes;
import dev.millrace.testing.RawClient;
import dev.millrace.transport.advice.TransportStatus;
import dev.millrace.transport.advice.Warning;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.webflux.error.DefaultErrorAttributes;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.core.codec.StringDecoder;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.EncoderHttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.util.MimeType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.support.ConfigurableWebBindingInitializer;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.reactive.accept.RequestedContentTypeResolverBuilder;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.config.PathMatchConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application configures around its annotated methods: either it holds for hot
 * ones too, or these are left to WebFlux and say why.
 */
class HotSurroundingsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "SnakeCase|GET /json, POST /json|JacksonJsonEncoder",
					"SnakeCase|GET /json, POST /json|JacksonJsonDecoder", "OwnWriter|GET /json, POST /json|$Csv",
					"OwnReader|POST /text|StringDecoder, as the application configures it",
					"TypeMapper|GET /json, POST /json|JacksonJsonEncoder" })
	void codecsThatDifferLeaveMethodsToWebFlux(String configuration, String left, String because) throws Exception {
		Class<?> type = Class.forName(HotSurroundingsTests.class.getName() + "$" + configuration);
		try (ConfigurableApplicationContext context = start(type)) {
			assertThat(becauses(context)).containsOnlyKeys(left.split(", "))
				.anySatisfy((route, told) -> assertThat(told).contains(because));
			assertThat(context.getBean(TransportStatus.class).warnings()).extracting(Warning::message)
				.anySatisfy((message) -> assertThat(message).contains("@Hot methods [").contains(because));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "ContentTypes|resolves requested media types", "CaseInsensitive|path matching ignores the case",
					"Results|bean 'results' is a handler of results",
					"Exceptions|bean 'exceptions' is a handler of exceptions",
					"Attributes|bean 'attributes' is a shape of errors", "Mapping|bean 'mapping' is a handler mapping",
					"Adapter|bean 'adapter' is a handler adapter", "Editors|set to bind in a way of its own" })
	void whatThePipelineWouldBypassLeavesMethodsToWebFlux(String configuration, String because) throws Exception {
		Class<?> type = Class.forName(HotSurroundingsTests.class.getName() + "$" + configuration);
		assertThat(left(type)).isNotEmpty().allSatisfy((told) -> assertThat(told).contains(because));
	}

	@Test
	void springsOwnConfigurationLeavesNoMethodToWebFlux() {
		assertThat(left(Controller.class)).isNotEmpty().containsOnlyNulls();
	}

	/** Why methods are left to WebFlux, without Boot and a server. */
	private static List<@Nullable String> left(Class<?> type) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(WebFlux.class, Controller.class, type);
			context.refresh();
			return new HotMethods(context, new DefaultFormattingConversionService(), new AnyJson())
				.routes(context.getBeansOfType(RequestMappingHandlerMapping.class).values())
				.stream()
				.map((route) -> Objects.requireNonNull(route.source()).left())
				.toList();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "spring.webflux.problemdetails.enabled=true|spring.webflux.problemdetails.enabled is set|200",
					"spring.http.codecs.max-in-memory-size=-1B|max-in-memory-size is without a limit|200",
					"spring.webflux.apiversion.use.header=X-Version|the application has API versions|400" })
	void propertiesThatThePipelineWouldBypassLeaveMethodsToWebFlux(String property, String because, int status) {
		try (ConfigurableApplicationContext context = start(Application.class, property)) {
			assertThat(becauses(context).values()).isNotEmpty()
				.allSatisfy((told) -> assertThat(told).contains(because));
			assertThat(post(context, "text/plain", "abc").status()).isEqualTo(status);
		}
	}

	@Test
	void theNamesOfTheMapperOfTheCodecsGoOutAndComeIn() {
		try (ConfigurableApplicationContext context = start(SnakeCase.class)) {
			assertThat(ask(context, "GET /json HTTP/1.1\r\nHost: a\r\n\r\n").body())
				.isEqualTo("{\"first_name\":\"a\"}");
			assertThat(ask(context,
					"POST /json HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
							+ "Content-Length: 18\r\n\r\n{\"first_name\":\"b\"}")
				.body()).isEqualTo("{\"first_name\":\"b\"}");
		}
	}

	@Test
	void theLimitOfTheCodecsIsThatOfTheBody() {
		try (ConfigurableApplicationContext context = start(Application.class,
				"spring.http.codecs.max-in-memory-size=1000B")) {
			assertThat(becauses(context)).isEmpty();
			assertThat(post(context, "text/plain", "a".repeat(1000)).status()).isEqualTo(200);
			assertThat(post(context, "text/plain", "a".repeat(1001)).status()).isEqualTo(413);
		}
		try (ConfigurableApplicationContext context = start(Application.class,
				"spring.http.codecs.max-in-memory-size=1MB")) {
			assertThat(post(context, "text/plain", "a".repeat(300_000)).status()).isEqualTo(200);
		}
	}

	@Test
	void formsAreRefusedWhateverTheTypeOfTheParameter() {
		try (ConfigurableApplicationContext context = start(Application.class)) {
			assertThat(post(context, "application/x-www-form-urlencoded", "a=b").status()).isEqualTo(415);
			assertThat(post(context, "garbage", "a=b").status()).isEqualTo(415);
			assertThat(post(context, "text/csv", "a,b").body()).isEqualTo("a,b");
		}
	}

	@ParameterizedTest
	@CsvSource({ "Resolver,abc", "Shouting,ABC" })
	void whatHoldsAnywayLeavesMethodsHot(String configuration, String answer) throws Exception {
		Class<?> type = Class.forName(HotSurroundingsTests.class.getName() + "$" + configuration);
		try (ConfigurableApplicationContext context = start(type)) {
			assertThat(becauses(context)).isEmpty();
			assertThat(post(context, "text/plain", "abc").body()).isEqualTo(answer);
			assertThat(context.getBean(HotRoutes.class).snapshots()).extracting(HotRouteSnapshot::requests)
				.contains(1L);
		}
	}

	private static ConfigurableApplicationContext start(Class<?> type, String... properties) {
		return new SpringApplicationBuilder(Application.class, type).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.drain.idle-grace=0s", "server.shutdown=immediate", "logging.level.root=off",
					"spring.main.allow-bean-definition-overriding=true",
					"spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.reactive."
							+ "ReactiveWebSecurityAutoConfiguration")
			.properties(properties)
			.run();
	}

	/** The routes that are left to WebFlux, and why. */
	private static Map<String, @Nullable String> becauses(ConfigurableApplicationContext context) {
		return context.getBean(HotRoutes.class)
			.snapshots()
			.stream()
			.filter((route) -> route.lane().equals("webflux"))
			.collect(Collectors.toMap((route) -> route.method() + " " + route.pattern(), HotRouteSnapshot::because));
	}

	private static RawClient.Response post(ConfigurableApplicationContext context, String type, String body) {
		return ask(context, "POST /text HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\nContent-Length: "
				+ body.length() + "\r\n\r\n" + body);
	}

	private static RawClient.Response ask(ConfigurableApplicationContext context, String request) {
		try (RawClient client = new RawClient(
				context.getEnvironment().getRequiredProperty("local.server.port", Integer.class))) {
			return client.send(request).read();
		}
	}

	private static JsonMapper snakeCase() {
		return JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
	}

	record Person(String firstName) {
	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Shout {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

	}

	@RestController
	static class Controller {

		@Hot(permitAll = true)
		@GetMapping("/text")
		String text() {
			return "text";
		}

		@Hot(permitAll = true)
		@GetMapping("/json")
		Person json() {
			return new Person("a");
		}

		@Hot(permitAll = true)
		@PostMapping("/text")
		@Shout
		String echo(@RequestBody String text) {
			return text;
		}

		@Hot(permitAll = true)
		@PostMapping("/json")
		Person person(@RequestBody Person person) {
			return person;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFlux
	static class WebFlux {

	}

	/** Takes any codec for its own. */
	static class AnyJson implements HotJson {

		@Override
		public byte[] write(Object value) {
			return new byte[0];
		}

		@Override
		public @Nullable Object read(byte[] json, Type type) {
			return null;
		}

	}

	static class Mapping {

		@Bean
		RequestMappingHandlerMapping mapping() {
			return new RequestMappingHandlerMapping() {
			};
		}

	}

	static class Adapter {

		@Bean
		RequestMappingHandlerAdapter adapter() {
			return new RequestMappingHandlerAdapter() {
			};
		}

	}

	static class Editors {

		@Bean
		static BeanPostProcessor editors() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessBeforeInitialization(Object bean, String name) {
					if (bean instanceof RequestMappingHandlerAdapter adapter) {
						((ConfigurableWebBindingInitializer) adapter.getWebBindingInitializer())
							.setPropertyEditorRegistrar((registry) -> {
							});
					}
					return bean;
				}

			};
		}

	}

	static class SnakeCase implements WebFluxConfigurer {

		@Override
		public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
			configurer.defaultCodecs().jacksonJsonEncoder(new JacksonJsonEncoder(snakeCase()));
			configurer.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(snakeCase()));
		}

	}

	static class TypeMapper implements WebFluxConfigurer {

		@Override
		public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
			configurer.getWriters().forEach((writer) -> {
				if (writer instanceof EncoderHttpMessageWriter<?> encoding
						&& encoding.getEncoder() instanceof JacksonJsonEncoder json) {
					json.registerMappersForType(Person.class,
							(mappers) -> mappers.put(MimeType.valueOf("application/json"), snakeCase()));
				}
			});
		}

	}

	static class OwnWriter implements WebFluxConfigurer {

		@Override
		public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
			configurer.customCodecs().register(new Csv());
		}

	}

	static class Csv extends JacksonJsonEncoder {

	}

	static class OwnReader implements WebFluxConfigurer {

		@Override
		public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
			StringDecoder latin = StringDecoder.allMimeTypes();
			latin.setDefaultCharset(java.nio.charset.StandardCharsets.ISO_8859_1);
			configurer.customCodecs().register(latin);
		}

	}

	static class ContentTypes implements WebFluxConfigurer {

		@Override
		public void configureContentTypeResolver(RequestedContentTypeResolverBuilder builder) {
			builder.parameterResolver();
		}

	}

	static class CaseInsensitive implements WebFluxConfigurer {

		@Override
		public void configurePathMatching(PathMatchConfigurer configurer) {
			configurer.setUseCaseSensitiveMatch(false);
		}

	}

	static class Results {

		@Bean
		@Order(0)
		HandlerResultHandler results() {
			return new HandlerResultHandler() {

				@Override
				public boolean supports(HandlerResult result) {
					return true;
				}

				@Override
				public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
					return exchange.getResponse().setComplete();
				}

			};
		}

	}

	static class Exceptions {

		@Bean
		@Order(-2)
		WebExceptionHandler exceptions() {
			return new WebExceptionHandler() {

				@Override
				public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
					exchange.getResponse().setStatusCode(HttpStatus.CONFLICT);
					return exchange.getResponse().setComplete();
				}

			};
		}

	}

	static class Attributes {

		@Bean
		DefaultErrorAttributes attributes() {
			return new DefaultErrorAttributes() {
			};
		}

	}

	static class Resolver {

		@Bean
		HandlerMethodArgumentResolver resolver() {
			return new HandlerMethodArgumentResolver() {

				@Override
				public boolean supportsParameter(MethodParameter parameter) {
					return true;
				}

				@Override
				public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext binding,
						ServerWebExchange exchange) {
					return Mono.just("resolved");
				}

			};
		}

	}

	static class Shouting {

		@Bean
		static DefaultAdvisorAutoProxyCreator proxies() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		static DefaultPointcutAdvisor shout() {
			MethodInterceptor shout = (call) -> String.valueOf(call.proceed()).toUpperCase(java.util.Locale.ROOT);
			return new DefaultPointcutAdvisor(AnnotationMatchingPointcut.forMethodAnnotation(Shout.class), shout);
		}

	}

}
