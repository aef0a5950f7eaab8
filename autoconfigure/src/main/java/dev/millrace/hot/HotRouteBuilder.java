package dev.millrace.hot;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;

import dev.millrace.exchange.ExchangeFilter;
import dev.millrace.hot.path.HotPattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.unit.DataSize;

/**
 * Collects the settings of a route. The last method makes the route and says in which way
 * it answers: {@code respond}, {@code handle}, {@code handleAsync}, {@code handleFuture},
 * {@code handleBlocking}, {@code stream}, {@code streamTo} or {@code raw}.
 */
public final class HotRouteBuilder {

	/** Most bytes of a body that are read until told otherwise: 256 KB. */
	public static final int DEFAULT_BODY = 256 * 1024;

	private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

	private final String method;

	private final HotPattern pattern;

	private final String place;

	private final @Nullable ControllerMethod source;

	private final Set<Class<? extends ExchangeFilter>> without = new LinkedHashSet<>();

	private boolean permitAll;

	private @Nullable HotAuthorizer authorizer;

	private boolean exclusive;

	private boolean overrides;

	private boolean observed;

	private boolean endless;

	private int bodyLimit;

	private @Nullable Duration timeout;

	/**
	 * Begins a route.
	 * @param method request method
	 * @param pattern path pattern
	 * @param place the line of code that began the route
	 */
	HotRouteBuilder(String method, HotPattern pattern, String place) {
		this(method, pattern, place, null);
		this.bodyLimit = WITH_BODY.contains(method) ? DEFAULT_BODY : -1;
	}

	private HotRouteBuilder(String method, HotPattern pattern, String place, @Nullable ControllerMethod source) {
		if (method.isEmpty() || !method.equals(method.toUpperCase(Locale.ROOT))) {
			throw new HotRouteException("Hot route '" + method + " " + pattern.text() + "' has no valid method",
					"Write the method in upper case, such as GET.");
		}
		this.method = method;
		this.pattern = pattern;
		this.place = place;
		this.source = source;
	}

	/**
	 * Begins the route of a controller's method. Internal: such routes are made of
	 * {@link Hot}.
	 * @param method request method
	 * @param pattern path pattern
	 * @param source what the route calls
	 * @return a builder
	 */
	public static HotRouteBuilder of(String method, HotPattern pattern, ControllerMethod source) {
		HotRouteBuilder builder = new HotRouteBuilder(method, pattern, source.toString(), source);
		builder.bodyLimit = source.bodyLimit();
		return builder;
	}

	/**
	 * Lets all clients use the route, whatever Spring Security says about its path.
	 * @return this builder
	 */
	public HotRouteBuilder permitAll() {
		this.permitAll = true;
		return this;
	}

	/**
	 * Lets an authorizer decide who may use the route, in place of Spring Security.
	 * @param newAuthorizer decides on each request
	 * @return this builder
	 */
	public HotRouteBuilder authorize(HotAuthorizer newAuthorizer) {
		this.authorizer = newAuthorizer;
		return this;
	}

	/**
	 * Answers 405 with {@code Allow} to methods that no hot route with this pattern has.
	 * Without this such requests are passed on to WebFlux.
	 * @return this builder
	 */
	public HotRouteBuilder exclusive() {
		this.exclusive = true;
		return this;
	}

	/**
	 * Allows this route to hide a WebFlux mapping, a resource handler or an actuator
	 * endpoint.
	 * @return this builder
	 */
	public HotRouteBuilder overrides() {
		this.overrides = true;
		return this;
	}

	/**
	 * Records each request as an observation, for tracing.
	 * @return this builder
	 */
	public HotRouteBuilder observe() {
		this.observed = true;
		return this;
	}

	/**
	 * The stream has no end of its own: it goes on until one side leaves. A server that
	 * shuts down ends it after {@code millrace.drain.stream-timeout} as if it had ended
	 * by itself, where it would wait for others. Streams of {@code text/event-stream} are
	 * taken for endless without being told.
	 * @return this builder
	 */
	public HotRouteBuilder endless() {
		this.endless = true;
		return this;
	}

	/**
	 * Leaves a filter out of the exchanges of this route.
	 * @param filter type of the filter
	 * @return this builder
	 */
	public HotRouteBuilder without(Class<? extends ExchangeFilter> filter) {
		this.without.add(filter);
		return this;
	}

	/**
	 * Reads the body of requests.
	 * @param limit most bytes to read, less than 2 GB; a longer body is answered with 413
	 * @return this builder
	 */
	public HotRouteBuilder maxBody(DataSize limit) {
		if (limit.isNegative() || limit.toBytes() > Integer.MAX_VALUE) {
			throw new HotRouteException("Hot route '" + this + "' has the body limit " + limit,
					"Write a '.maxBody(...)' of 0 bytes to 2 GB.");
		}
		this.bodyLimit = (int) limit.toBytes();
		return this;
	}

	/**
	 * Bounds the time that an asynchronous or blocking handler may take.
	 * @param limit after this time the answer is 503
	 * @return this builder
	 */
	public HotRouteBuilder timeout(Duration limit) {
		if (limit.isNegative() || limit.isZero()) {
			throw new HotRouteException("Hot route '" + this + "' has the timeout " + limit.toMillis() + " ms",
					"Write a '.timeout(...)' of more than nothing.");
		}
		this.timeout = limit;
		return this;
	}

	/**
	 * Answers every request with the same response.
	 * @param response the answer
	 * @return the route
	 */
	public HotRoute respond(HotResponse response) {
		return route(new HotAction.Constant(response));
	}

	/**
	 * Answers from the event loop, within the call of the handler.
	 * @param handler makes the answer, on an event loop
	 * @return the route
	 */
	public HotRoute handle(HotHandler handler) {
		return route(new HotAction.Immediate(handler));
	}

	/**
	 * Answers later. The subscription is cancelled when the client leaves.
	 * @param handler makes the answer; an empty {@code Mono} is answered with 404
	 * @return the route
	 */
	public HotRoute handleAsync(Function<HotRequest, ? extends Mono<HotResponse>> handler) {
		return route(new HotAction.Asynchronous(handler));
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
	 * Answers on a thread that may block: a virtual one where the JVM has them. It is
	 * interrupted when the client leaves or the time is over.
	 * @param handler makes the answer
	 * @return the route
	 */
	public HotRoute handleBlocking(HotHandler handler) {
		return route(new HotAction.Blocking(handler));
	}

	/**
	 * Answers 200 with a body that comes in pieces, as fast as the client takes them.
	 * @param contentType type of the body
	 * @param handler makes the pieces
	 * @return the route
	 */
	public HotRoute stream(String contentType, Function<HotRequest, ? extends Publisher<byte[]>> handler) {
		return route(new HotAction.Streaming(HeaderCheck.value(contentType), this.endless,
				(request) -> Flux.from(handler.apply(request))));
	}

	/**
	 * Answers 200 with a body that is written piece by piece.
	 * @param contentType type of the body
	 * @param writer is given the stream, on an event loop; it may write later and from
	 * another thread
	 * @return the route
	 */
	public HotRoute streamTo(String contentType, BiConsumer<HotRequest, HotStream> writer) {
		return stream(contentType, (request) -> SinkStream.publish(request, writer));
	}

	/**
	 * Answers in bytes.
	 * @param handler writes the whole response
	 * @return the route
	 */
	public HotRoute raw(RawHandler handler) {
		return route(new HotAction.Raw(handler));
	}

	private HotRoute route(HotAction action) {
		if (this.endless && !(action instanceof HotAction.Streaming)) {
			throw new HotRouteException("Hot route '" + this + "' is said to be endless, and is no stream",
					"Remove '.endless()', or end with '.stream(...)' or '.streamTo(...)'.");
		}
		return new HotRoute(this.method, this.pattern, this.place, this.source,
				new HotRouteTerms(this.permitAll, this.authorizer, this.exclusive, this.overrides, this.observed,
						this.bodyLimit, this.timeout, Set.copyOf(this.without)),
				action);
	}

	@Override
	public String toString() {
		return this.method + " " + this.pattern.text();
	}

}
