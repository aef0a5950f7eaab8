package dev.millrace.hot.method;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.LocalDate;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonView;
import dev.millrace.hot.Hot;
import dev.millrace.hot.HotJson;
import dev.millrace.hot.HotRoute;
import dev.millrace.hot.HotRouteException;
import io.micrometer.core.annotation.Timed;
import io.micrometer.observation.annotation.Observed;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Constraint;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.annotation.Order;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.scheduling.annotation.Async;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.SessionAttributes;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.service.annotation.GetExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HotAnnotations} and {@link HotDeclarations}: which annotations a hot
 * method may have, and where they are looked for.
 */
class HotAnnotationsTests {

	private static final String VALID = "@jakarta.validation.Valid";

	private static final String NOT_BLANK = "@jakarta.validation.constraints.NotBlank";

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "View|@com.fasterxml.jackson.annotation.JsonView on |$View.get",
			"ViewIn|@com.fasterxml.jackson.annotation.JsonView on parameter 1|$ViewIn.post",
			"ViewBehind|$Slim, which has @com.fasterxml.jackson.annotation.JsonView on |$ViewBehind.get",
			"OfInterface|" + VALID + " on parameter 1|$Api.post",
			"OfGenericInterface|" + VALID + " on parameter 1|$GenericApi.post",
			"OfSuperclass|" + VALID + " on parameter 1|$Base.post",
			"OfInterfaceOfSuperclass|" + VALID + " on parameter 1|$Api.post",
			"OnInterface|@org.springframework.validation.annotation.Validated on |$ValidatedApi",
			"Argument|" + NOT_BLANK + " on parameter 1|$Argument.get",
			"ArgumentOfInterface|" + NOT_BLANK + " on parameter 1|$ArgumentApi.get",
			"DeepArgument|" + NOT_BLANK + " on parameter 1|$DeepArgument.post",
			"Wildcard|" + NOT_BLANK + " on parameter 1|$Wildcard.get",
			"ArrayElement|" + NOT_BLANK + " on parameter 1|$ArrayElement.get", "Result|" + VALID + " on |$Result.get",
			"ResultArgument|" + NOT_BLANK + " on the return type|.get",
			"ResultOfInterface|@jakarta.validation.constraints.NotNull on |$ResultApi.get",
			"OwnConstraint|$Strong, which has @jakarta.validation.Constraint on parameter 1|$OwnConstraint.get",
			"Several|Strong, which has @jakarta.validation.Constraint on parameter 1|$Several.get",
			"Behind|$Outer, which has @dev.millrace.hot.method.HotAnnotationsTests$Strong, which has|$Behind.get",
			"ValidByName|$ValidOrder on parameter 1|$ValidByName.post",
			"Cors|@org.springframework.web.bind.annotation.CrossOrigin on |$Cors.get",
			"CorsBehind|$OpenController, which has @org.springframework.web.bind.annotation.CrossOrigin|$CorsBehind",
			"Session|@org.springframework.web.bind.annotation.SessionAttributes on |$Session",
			"Cookie|@org.springframework.web.bind.annotation.CookieValue on parameter 1|$Cookie.get",
			"Guarded|@org.springframework.security.access.prepost.PreAuthorize on |$GuardedApi.get",
			"Permitted|@jakarta.annotation.security.PermitAll on |$Permitted.get" })
	void whatIsNotKnownToBeHarmlessIsRefusedByName(String controller, String annotation, String place)
			throws Exception {
		Class<?> type = Class.forName(HotAnnotationsTests.class.getName() + "$" + controller);
		assertThatExceptionOfType(HotRouteException.class).isThrownBy(() -> routes(type))
			.withMessageContaining("it has @")
			.withMessageContaining(annotation)
			.withMessageContaining(place)
			.satisfies((ex) -> assertThat(ex.action()).contains("Remove @Hot"));
	}

	@ParameterizedTest
	@ValueSource(classes = { Plain.class, Marked.class, MarkedController.class, Described.class, Proxied.class,
			Nullness.class, Formatted.class, Exchanged.class, Json.class, Overloaded.class })
	void whatIsHarmlessIsAllowed(Class<?> controller) {
		assertThat(routes(controller)).hasSize(1);
	}

	@Test
	void methodsThatAreNotHotMayHaveAnything() {
		assertThat(routes(Cold.class)).isEmpty();
	}

	private static List<HotRoute> routes(Class<?> controller) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(controller);
			context.registerBean(RequestMappingHandlerMapping.class);
			context.refresh();
			return new HotMethods(context, new DefaultFormattingConversionService(), HotJson.NONE)
				.routes(List.of(context.getBean(RequestMappingHandlerMapping.class)));
		}
	}

	@Retention(RetentionPolicy.RUNTIME)
	@Constraint(validatedBy = {})
	@interface Strong {

		@Retention(RetentionPolicy.RUNTIME)
		@interface List {

			Strong[] value();

		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Strong
	@interface Outer {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface ValidOrder {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@JsonView(Object.class)
	@interface Slim {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@RestController
	@CrossOrigin
	@interface OpenController {

	}

	@Documented
	@Inherited
	@Retention(RetentionPolicy.RUNTIME)
	@Target({ ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE })
	@interface Marker {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@RestController
	@Marker
	@RequestMapping
	@interface OwnController {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@RequestMapping(method = RequestMethod.GET)
	@ResponseBody
	@interface OwnGet {

		@AliasFor(annotation = RequestMapping.class)
		String path();

	}

	interface Api {

		String post(@Valid @RequestBody String body);

	}

	interface GenericApi<T> {

		String post(@Valid @RequestBody T body);

	}

	@Validated
	interface ValidatedApi {

		String get();

	}

	interface ArgumentApi {

		String get(@RequestParam List<@NotBlank String> names);

	}

	interface ResultApi {

		@NotNull
		Object get();

	}

	interface GuardedApi {

		@PreAuthorize("denyAll")
		String get();

	}

	abstract static class Base {

		String post(@Valid @RequestBody String body) {
			return body;
		}

	}

	abstract static class Implemented implements Api {

	}

	@RestController
	static class View {

		@Hot
		@GetMapping("/")
		@JsonView(Object.class)
		String get() {
			return "";
		}

	}

	@RestController
	static class ViewIn {

		@Hot
		@PostMapping("/")
		String post(@JsonView(Object.class) @RequestBody String body) {
			return body;
		}

	}

	@RestController
	static class ViewBehind {

		@Hot
		@GetMapping("/")
		@Slim
		String get() {
			return "";
		}

	}

	@RestController
	static class OfInterface implements Api {

		@Override
		@Hot
		@PostMapping("/")
		public String post(@RequestBody String body) {
			return body;
		}

	}

	@RestController
	static class OfGenericInterface implements GenericApi<String> {

		@Override
		@Hot
		@PostMapping("/")
		public String post(@RequestBody String body) {
			return body;
		}

	}

	@RestController
	static class OfSuperclass extends Base {

		@Override
		@Hot
		@PostMapping("/")
		String post(@RequestBody String body) {
			return body;
		}

	}

	@RestController
	static class OfInterfaceOfSuperclass extends Implemented {

		@Override
		@Hot
		@PostMapping("/")
		public String post(@RequestBody String body) {
			return body;
		}

	}

	@RestController
	static class OnInterface implements ValidatedApi {

		@Override
		@Hot
		@GetMapping("/")
		public String get() {
			return "";
		}

	}

	@RestController
	static class Argument {

		@Hot
		@GetMapping("/")
		String get(@RequestParam List<@NotBlank String> names) {
			return names.toString();
		}

	}

	@RestController
	static class ArgumentOfInterface implements ArgumentApi {

		@Override
		@Hot
		@GetMapping("/")
		public String get(@RequestParam List<String> names) {
			return names.toString();
		}

	}

	@RestController
	static class DeepArgument {

		@Hot
		@PostMapping("/")
		String post(@RequestBody List<List<@NotBlank String>> names) {
			return names.toString();
		}

	}

	@RestController
	static class Wildcard {

		@Hot
		@GetMapping("/")
		String get(@RequestParam List<? extends @NotBlank String> names) {
			return names.toString();
		}

	}

	@RestController
	static class ArrayElement {

		@Hot
		@GetMapping("/")
		String get(@RequestParam @NotBlank String[] names) {
			return names[0];
		}

	}

	@RestController
	static class Result {

		@Hot
		@GetMapping("/")
		@Valid
		String get() {
			return "";
		}

	}

	@RestController
	static class ResultArgument {

		@Hot
		@GetMapping("/")
		List<@NotBlank String> get() {
			return List.of();
		}

	}

	@RestController
	static class ResultOfInterface implements ResultApi {

		@Override
		@Hot
		@GetMapping("/")
		public String get() {
			return "";
		}

	}

	@RestController
	static class OwnConstraint {

		@Hot
		@GetMapping("/")
		String get(@RequestParam @Strong String name) {
			return name;
		}

	}

	@RestController
	static class Several {

		@Hot
		@GetMapping("/")
		String get(@RequestParam @Strong.List(@Strong) String name) {
			return name;
		}

	}

	@RestController
	static class Behind {

		@Hot
		@GetMapping("/")
		@Outer
		String get() {
			return "";
		}

	}

	@RestController
	static class ValidByName {

		@Hot
		@PostMapping("/")
		String post(@RequestBody @ValidOrder String body) {
			return body;
		}

	}

	@RestController
	static class Cors {

		@Hot
		@GetMapping("/")
		@CrossOrigin
		String get() {
			return "";
		}

	}

	@OpenController
	static class CorsBehind {

		@Hot
		@GetMapping("/")
		String get() {
			return "";
		}

	}

	@RestController
	@SessionAttributes("cart")
	static class Session {

		@Hot
		@GetMapping("/")
		String get() {
			return "";
		}

	}

	@RestController
	static class Cookie {

		@Hot
		@GetMapping("/")
		String get(@CookieValue String token) {
			return token;
		}

	}

	@RestController
	static class Guarded implements GuardedApi {

		@Override
		@Hot
		@GetMapping("/")
		public String get() {
			return "";
		}

	}

	@RestController
	static class Permitted {

		@Hot
		@GetMapping("/")
		@PermitAll
		String get() {
			return "";
		}

	}

	@RestController
	static class Plain {

		@Hot
		@GetMapping("/")
		@Deprecated
		String get() {
			return "";
		}

	}

	@RestController
	@Marker
	static class Marked {

		@Hot
		@GetMapping("/")
		@Marker
		String get(@RequestParam @Marker List<@Marker String> names) {
			return names.toString();
		}

	}

	@OwnController
	static class MarkedController {

		@Hot
		@OwnGet(path = "/")
		String get() {
			return "";
		}

	}

	@RestController
	@Lazy
	@Order(1)
	static class Described {

		@Hot
		@GetMapping("/")
		String get() {
			return "";
		}

	}

	@RestController
	static class Proxied {

		@Hot
		@GetMapping("/")
		@Timed
		@Observed
		@Cacheable("a")
		@Async
		String get() {
			return "";
		}

	}

	@RestController
	static class Nullness {

		@Hot
		@GetMapping("/")
		@Nullable String get(@RequestParam @jakarta.annotation.Nullable List<@Nullable String> names) {
			return null;
		}

	}

	@RestController
	static class Formatted {

		@Hot
		@GetMapping("/")
		String get(@RequestParam @DateTimeFormat(pattern = "yyyyMMdd") LocalDate day) {
			return day.toString();
		}

	}

	@RestController
	static class Exchanged {

		@Hot
		@GetExchange("/")
		String get() {
			return "";
		}

	}

	@RestController
	static class Json {

		@Hot
		@GetMapping("/")
		@JsonFormat
		String get() {
			return "";
		}

	}

	@RestController
	static class Overloaded {

		@Hot
		@GetMapping("/")
		String get(@RequestParam String name) {
			return name;
		}

		String get(@Valid Integer other) {
			return other.toString();
		}

		@SuppressWarnings("unused")
		private String get(@Valid Object other) {
			return other.toString();
		}

	}

	@RestController
	static class Cold {

		@GetMapping("/")
		@JsonView(Object.class)
		String get(@Valid @RequestParam String name) {
			return name;
		}

	}

}
