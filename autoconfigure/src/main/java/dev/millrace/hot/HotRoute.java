package dev.millrace.hot;

import java.time.Duration;
import java.util.Set;

import dev.millrace.exchange.ExchangeFilter;
import dev.millrace.hot.path.HotPattern;
import org.jspecify.annotations.Nullable;

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

	private final String method;

	private final HotPattern pattern;

	private final PathPattern pathPattern;

	private final String place;

	private final @Nullable ControllerMethod source;

	private final HotRouteTerms terms;

	private final HotAction action;

	private final HotKind kind;

	/**
	 * Creates a route.
	 * @param method request method
	 * @param pattern path pattern
	 * @param place the code that made the route
	 * @param source the controller's method that it calls, {@code null} for other routes
	 * @param terms the terms on which it answers
	 * @param action what it does with a request
	 */
	HotRoute(String method, HotPattern pattern, String place, @Nullable ControllerMethod source, HotRouteTerms terms,
			HotAction action) {
		this.method = method;
		this.pattern = pattern;
		this.pathPattern = PathPatternParser.defaultInstance.parse(pattern.text());
		this.place = place;
		this.source = source;
		this.terms = terms;
		this.action = action;
		this.kind = action.kind();
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
		return this.method;
	}

	/**
	 * Returns the pattern as written, without the base path.
	 * @return the pattern
	 */
	public String pattern() {
		return this.pattern.text();
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
		return this.place;
	}

	/**
	 * Returns the pattern as the pipeline reads it. Internal.
	 * @return the pattern
	 */
	public HotPattern parsedPattern() {
		return this.pattern;
	}

	/**
	 * Returns the pattern as WebFlux reads it.
	 * @return the pattern
	 */
	public PathPattern pathPattern() {
		return this.pathPattern;
	}

	/**
	 * Returns the controller's method that this route calls. WebFlux serves that by
	 * itself.
	 * @return the method, {@code null} for other routes
	 */
	public @Nullable ControllerMethod source() {
		return this.source;
	}

	/**
	 * Why the configuration of the application leaves the route to WebFlux, {@code null}
	 * if it does not.
	 */
	@Nullable String left() {
		return (this.source != null) ? this.source.left() : null;
	}

	/**
	 * Tells whether the route says who may use it.
	 * @return whether anyone may, or an authorizer decides
	 */
	public boolean declared() {
		return this.terms.permitAll() || this.terms.authorizer() != null;
	}

	/**
	 * Returns what decides who may use the route.
	 * @return the authorizer, {@code null} if there is none
	 */
	public @Nullable HotAuthorizer authorizer() {
		return this.terms.authorizer();
	}

	/**
	 * Tells whether methods that no hot route has on the path are answered with 405.
	 * @return what {@code exclusive()} said
	 */
	public boolean exclusive() {
		return this.terms.exclusive();
	}

	/**
	 * Tells whether the route may hide a mapping of WebFlux.
	 * @return what {@code overrides()} said
	 */
	public boolean overrides() {
		return this.terms.overrides();
	}

	/**
	 * Tells whether each request is to be recorded as an observation.
	 * @return what {@code observe()} said
	 */
	public boolean observed() {
		return this.terms.observed();
	}

	/**
	 * Returns the most bytes of a body that are read.
	 * @return the limit, -1 where the body is not read
	 */
	public int bodyLimit() {
		return this.terms.bodyLimit();
	}

	/**
	 * Returns the time that an asynchronous or blocking handler may take.
	 * @return the limit, {@code null} for none
	 */
	public @Nullable Duration timeout() {
		return this.terms.timeout();
	}

	Set<Class<? extends ExchangeFilter>> without() {
		return this.terms.without();
	}

	/**
	 * Returns what the route does with a request. Internal.
	 * @return the action
	 */
	public HotAction action() {
		return this.action;
	}

	@Override
	public String toString() {
		return method() + " " + pattern();
	}

}
