package dev.millrace.hot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;

import dev.millrace.exchange.ExchangeFilter;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.unit.DataSize;

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

	private final Builder definition;

	private final HotKind kind;

	private final Object handler;

	private HotRoute(Builder definition, HotKind kind, Object handler) {
		this.definition = definition.copy();
		this.kind = kind;
		this.handler = handler;
	}

	/**
	 * Begins a route for GET, and for HEAD.
	 * @param pattern path pattern: literal segments, <code>{variable}</code> segments and
	 * a last <code>{*rest}</code>
	 * @return a builder
	 */
	public static Builder get(String pattern) {
		return method("GET", pattern);
	}

	/**
	 * Begins a route for POST, which takes a body of at most 256 KB until told otherwise.
	 * @param pattern path pattern
	 * @return a builder
	 */
	public static Builder post(String pattern) {
		return method("POST", pattern).maxBody(Builder.DEFAULT_BODY);
	}

	/**
	 * Begins a route for PUT, which takes a body of at most 256 KB until told otherwise.
	 * @param pattern path pattern
	 * @return a builder
	 */
	public static Builder put(String pattern) {
		return method("PUT", pattern).maxBody(Builder.DEFAULT_BODY);
	}

	/**
	 * Begins a route for DELETE.
	 * @param pattern path pattern
	 * @return a builder
	 */
	public static Builder delete(String pattern) {
		return method("DELETE", pattern);
	}

	/**
	 * Begins a route.
	 * @param method request method, in upper case
	 * @param pattern path pattern
	 * @return a builder
	 */
	public static Builder method(String method, String pattern) {
		return new Builder(method, HotPattern.parse(pattern));
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

	HotPattern parsedPattern() {
		return this.definition.pattern;
	}

	/** Whether the route says who may use it. */
	boolean declared() {
		return this.definition.permitAll || this.definition.authorizer != null;
	}

	@Nullable HotAuthorizer authorizer() {
		return this.definition.authorizer;
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

	/**
	 * Says what a route is, and makes it with the last word: {@code respond},
	 * {@code handle}, {@code handleAsync}, {@code handleFuture}, {@code handleBlocking},
	 * {@code stream}, {@code streamTo} or {@code raw}.
	 */
	public static final class Builder {

		private static final DataSize DEFAULT_BODY = DataSize.ofKilobytes(256);

		private final String method;

		private final HotPattern pattern;

		private final List<Class<? extends ExchangeFilter>> without = new ArrayList<>();

		private boolean permitAll;

		private @Nullable HotAuthorizer authorizer;

		private boolean exclusive;

		private boolean overrides;

		private boolean observed;

		private int bodyLimit = -1;

		private @Nullable Duration timeout;

		private String contentType = "application/octet-stream";

		private Builder(String method, HotPattern pattern) {
			this.method = method;
			this.pattern = pattern;
		}

		private Builder copy() {
			Builder copy = new Builder(this.method, this.pattern);
			copy.without.addAll(this.without);
			copy.permitAll = this.permitAll;
			copy.authorizer = this.authorizer;
			copy.exclusive = this.exclusive;
			copy.overrides = this.overrides;
			copy.observed = this.observed;
			copy.bodyLimit = this.bodyLimit;
			copy.timeout = this.timeout;
			copy.contentType = this.contentType;
			return copy;
		}

		/**
		 * Anyone may use the route, whatever Spring Security says about its path.
		 * @return this builder
		 */
		public Builder permitAll() {
			this.permitAll = true;
			return this;
		}

		/**
		 * Asks who may use the route, in place of Spring Security.
		 * @param newAuthorizer decides on each request
		 * @return this builder
		 */
		public Builder authorize(HotAuthorizer newAuthorizer) {
			this.authorizer = newAuthorizer;
			return this;
		}

		/**
		 * Answers 405 with {@code Allow} to methods that no hot route with this pattern
		 * has, where they would go on to WebFlux otherwise.
		 * @return this builder
		 */
		public Builder exclusive() {
			this.exclusive = true;
			return this;
		}

		/**
		 * Allows this route to hide a WebFlux mapping, a resource handler or an actuator
		 * endpoint.
		 * @return this builder
		 */
		public Builder overrides() {
			this.overrides = true;
			return this;
		}

		/**
		 * Records each request as an observation, for tracing.
		 * @return this builder
		 */
		public Builder observe() {
			this.observed = true;
			return this;
		}

		/**
		 * Leaves a filter out of the exchanges of this route.
		 * @param filter type of the filter
		 * @return this builder
		 */
		public Builder without(Class<? extends ExchangeFilter> filter) {
			this.without.add(filter);
			return this;
		}

		/**
		 * Reads the body of requests.
		 * @param limit most bytes to read, up to 2 GB; a longer body is answered with 413
		 * @return this builder
		 */
		public Builder maxBody(DataSize limit) {
			this.bodyLimit = Math.toIntExact(limit.toBytes());
			return this;
		}

		/**
		 * Bounds the time that an asynchronous or blocking handler may take.
		 * @param limit after this time the answer is 503
		 * @return this builder
		 */
		public Builder timeout(Duration limit) {
			this.timeout = limit;
			return this;
		}

		/**
		 * Answers always the same.
		 * @param response the answer
		 * @return the route
		 */
		public HotRoute respond(HotResponse response) {
			return new HotRoute(this, HotKind.CONSTANT, response);
		}

		/**
		 * Answers at once.
		 * @param handler makes the answer, on an event loop
		 * @return the route
		 */
		public HotRoute handle(HotHandler handler) {
			return new HotRoute(this, HotKind.IMMEDIATE, handler);
		}

		/**
		 * Answers later. The subscription is cancelled when the client leaves.
		 * @param handler makes the answer; an empty {@code Mono} is answered with 404
		 * @return the route
		 */
		public HotRoute handleAsync(Function<HotRequest, ? extends Mono<HotResponse>> handler) {
			return new HotRoute(this, HotKind.ASYNCHRONOUS, handler);
		}

		/**
		 * Answers later. The stage is cancelled, if it can be, when the client leaves.
		 * @param handler makes the answer; {@code null} is answered with 404
		 * @return the route
		 */
		public HotRoute handleFuture(Function<HotRequest, ? extends CompletionStage<HotResponse>> handler) {
			return handleAsync((request) -> Mono.fromCompletionStage(handler.apply(request)));
		}

		/**
		 * Answers on a thread that may block: a virtual one where the JVM has them.
		 * @param handler makes the answer
		 * @return the route
		 */
		public HotRoute handleBlocking(HotHandler handler) {
			return new HotRoute(this, HotKind.BLOCKING, handler);
		}

		/**
		 * Answers 200 with a body that comes in pieces, as fast as the client takes them.
		 * @param newContentType type of the body
		 * @param handler makes the pieces
		 * @return the route
		 */
		public HotRoute stream(String newContentType, Function<HotRequest, ? extends Publisher<byte[]>> handler) {
			this.contentType = HeaderCheck.value(newContentType);
			Function<HotRequest, Flux<byte[]>> pieces = (request) -> Flux.from(handler.apply(request));
			return new HotRoute(this, HotKind.STREAMING, pieces);
		}

		/**
		 * Answers 200 with a body that is written piece by piece.
		 * @param newContentType type of the body
		 * @param writer is given the stream, on an event loop; it may write later and
		 * from another thread
		 * @return the route
		 */
		public HotRoute streamTo(String newContentType, BiConsumer<HotRequest, HotStream> writer) {
			return stream(newContentType, (request) -> SinkStream.publish(request, writer));
		}

		/**
		 * Answers in bytes.
		 * @param handler writes the whole response
		 * @return the route
		 */
		public HotRoute raw(RawHandler handler) {
			return new HotRoute(this, HotKind.RAW, handler);
		}

	}

}
