package dev.millrace.hot;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

import dev.millrace.exchange.ExchangeFilter;
import dev.millrace.hot.path.HotPattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * A route that is answered straight from the Netty pipeline. Immutable. Define beans of
 * this type, or register them with {@link HotRoutes} while the application runs.
 *
 * <pre class="code">
 * &#064;Bean
 * HotRoute hello() {
 *     return HotRoute.get("/hello/{name}").permitAll()
 *         .handle((request) -&gt; HotResponse.text("Hello, " + request.pathVariable("name") + "!"));
 * }
 * </pre>
 */
public final class HotRoute {

	private final HotRouteBuilder definition;

	private final PathPattern pathPattern;

	private final HotKind kind;

	private final Object handler;

	HotRoute(HotRouteBuilder definition, HotKind kind, Object handler) {
		if (definition.endless && kind != HotKind.STREAMING) {
			throw new HotRouteException("Hot route '" + definition + "' is said to be endless, and is no stream",
					"Remove '.endless()', or end with '.stream(...)' or '.streamTo(...)'.");
		}
		this.definition = definition.copy();
		this.pathPattern = PathPatternParser.defaultInstance.parse(definition.pattern.text());
		this.kind = kind;
		this.handler = handler;
	}

	/**
	 * Begins a route for GET, and for HEAD.
	 * @param pattern path pattern: literal segments, <code>{variable}</code> segments and
	 * a last <code>{*rest}</code>
	 * @return a builder
	 */
	public static HotRouteBuilder get(String pattern) {
		return method("GET", pattern);
	}

	/**
	 * Begins a route for POST, which takes a body of at most 256 KB until told otherwise.
	 * @param pattern path pattern
	 * @return a builder
	 */
	public static HotRouteBuilder post(String pattern) {
		return method("POST", pattern);
	}

	/**
	 * Begins a route for PUT, which takes a body of at most 256 KB until told otherwise.
	 * @param pattern path pattern
	 * @return a builder
	 */
	public static HotRouteBuilder put(String pattern) {
		return method("PUT", pattern);
	}

	/**
	 * Begins a route for PATCH, which takes a body of at most 256 KB until told
	 * otherwise.
	 * @param pattern path pattern
	 * @return a builder
	 */
	public static HotRouteBuilder patch(String pattern) {
		return method("PATCH", pattern);
	}

	/**
	 * Begins a route for DELETE.
	 * @param pattern path pattern
	 * @return a builder
	 */
	public static HotRouteBuilder delete(String pattern) {
		return method("DELETE", pattern);
	}

	/**
	 * Begins a route.
	 * @param method request method, in upper case
	 * @param pattern path pattern
	 * @return a builder
	 * @throws HotRouteException if the pattern or the method is not valid
	 */
	public static HotRouteBuilder method(String method, String pattern) {
		return new HotRouteBuilder(method, parsed(pattern), HotRoutePlace.current());
	}

	private static HotPattern parsed(String pattern) {
		try {
			return HotPattern.parse(pattern);
		}
		catch (IllegalArgumentException ex) {
			throw new HotRouteException(String.valueOf(ex.getMessage()),
					"Write a slash before each segment. A segment is literal text, a {variable}, or, at the end, a "
							+ "{*rest}.");
		}
	}

	/**
	 * Returns the request method.
	 * @return the method
	 */
	public String method() {
		return this.definition.method;
	}

	/**
	 * Returns the pattern as written, without the base path.
	 * @return the pattern
	 */
	public String pattern() {
		return this.definition.pattern.text();
	}

	/**
	 * Returns in which way the route answers.
	 * @return the kind
	 */
	public HotKind kind() {
		return this.kind;
	}

	/** Which code made the route: a line, or the method of a controller. */
	String place() {
		Method source = source();
		return (source != null) ? source.getDeclaringClass().getName() + "." + source.getName() + "()"
				: this.definition.place;
	}

	HotPattern parsedPattern() {
		return this.definition.pattern;
	}

	PathPattern pathPattern() {
		return this.pathPattern;
	}

	/** The controller's method that this route calls, {@code null} for other routes. */
	@Nullable Method source() {
		return this.definition.source;
	}

	/**
	 * Why the route is left to WebFlux, whoever may use it; {@code null} if it is not.
	 */
	@Nullable String left() {
		return this.definition.left;
	}

	/** Whether the route says who may use it. */
	boolean declared() {
		return this.definition.permitAll || this.definition.authorizer != null;
	}

	@Nullable HotAuthorizer authorizer() {
		return this.definition.authorizer;
	}

	boolean endless() {
		return this.definition.endless;
	}

	boolean exclusive() {
		return this.definition.exclusive;
	}

	boolean overrides() {
		return this.definition.overrides;
	}

	/**
	 * Tells whether each request is to be recorded as an observation.
	 * @return what {@code observe()} said
	 */
	public boolean observed() {
		return this.definition.observed;
	}

	/** Most bytes of a body that are read, -1 where the body is not. */
	int bodyLimit() {
		return this.definition.bodyLimit;
	}

	@Nullable Duration timeout() {
		return this.definition.timeout;
	}

	String contentType() {
		return this.definition.contentType;
	}

	Set<Class<? extends ExchangeFilter>> without() {
		return Set.copyOf(this.definition.without);
	}

	HotResponse constant() {
		return (HotResponse) this.handler;
	}

	HotHandler immediate() {
		return (HotHandler) this.handler;
	}

	RawHandler raw() {
		return (RawHandler) this.handler;
	}

	@SuppressWarnings("unchecked")
	Function<HotRequest, Mono<HotResponse>> asynchronous() {
		return (Function<HotRequest, Mono<HotResponse>>) this.handler;
	}

	@SuppressWarnings("unchecked")
	Function<HotRequest, Flux<byte[]>> streaming() {
		return (Function<HotRequest, Flux<byte[]>>) this.handler;
	}

	@Override
	public String toString() {
		return method() + " " + pattern();
	}

}
